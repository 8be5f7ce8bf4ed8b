// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.idempotency.Actions;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.vendor.Result;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stages after the answer: settle, release or leave unknown, and record which. Never throws: the call has been sent. */
final class Settle {

    private final Books books;
    private final Actions actions;
    private final OpenCalls open;
    private final InstantSource clock;

    Settle(Books books, Actions actions, OpenCalls open, InstantSource clock) {
        this.books = books;
        this.actions = actions;
        this.open = open;
        this.clock = clock;
    }

    void answered(
            OpenCall sent, int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
        open.remove(sent);
        Map<String, String> byName = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey() != null) {
                byName.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        Identified call = sent.call();
        Result result = call.vendor().result(call.operation(), call.parameters(), status, body, whole);
        String requestId = call.vendor().requestId(byName);
        if (result instanceof Result.Done done) {
            done(sent, done, status, headers, body, whole, requestId);
        } else if (result instanceof Result.Refused refused && sent.provesNothingMoved(byName)) {
            refused(sent, refused, status, requestId);
        } else {
            String why = result instanceof Result.Unknown unknown
                    ? unknown.why()
                    : "refused, but an earlier attempt under this key may have been carried out";
            unknown(sent, why, status, requestId);
        }
    }

    void failed(OpenCall sent) {
        open.remove(sent);
        if (sent.attemptsSent() == 0 && !sent.observed()) {
            neverSent(sent);
        } else {
            unknown(sent, "no answer came", null, null);
        }
    }

    private void done(
            OpenCall sent,
            Result.Done done,
            int status,
            List<? extends Map.Entry<String, String>> headers,
            byte[] body,
            boolean whole,
            @Nullable String requestId) {
        Money moved = done.moved() == null ? sent.draft().amount : done.moved();
        sent.hold().settle(done.moved());
        String key = sent.keyed().key();
        if (key != null && !sent.observed()) {
            if (whole) {
                actions.done(key, done.objectId(), status, Replies.kept(headers), body);
            } else {
                actions.done(key, done.objectId());
            }
        }
        record(sent, Outcomes.SETTLED, null, moved, status, requestId, done.objectId());
    }

    private void refused(OpenCall sent, Result.Refused refused, int status, @Nullable String requestId) {
        boolean asGoodAsNew = Outcomes.isAboutTheAttempt(status) || sent.keyed().fromApp();
        if (asGoodAsNew) {
            sent.hold().release();
        } else {
            // The key is never used again, and the call was made: it moved nothing, but counts against caps on calls.
            sent.hold().settle(nothing(sent.draft().amount));
        }
        sent.keyed().freeOrdinal();
        String key = sent.keyed().key();
        if (key != null && !sent.observed()) {
            if (asGoodAsNew) {
                actions.released(key);
            } else {
                actions.refused(key);
            }
        }
        record(
                sent,
                asGoodAsNew ? Outcomes.RELEASED : Outcomes.REFUSED,
                refused.code(),
                sent.draft().amount,
                status,
                requestId,
                null);
    }

    private static @Nullable Money nothing(@Nullable Money held) {
        return held == null ? null : Money.zero(held.currency());
    }

    private void neverSent(OpenCall sent) {
        boolean fresh = sent.hold().fresh();
        if (fresh) {
            sent.hold().release();
        }
        sent.keyed().freeOrdinal();
        String key = sent.keyed().key();
        if (key != null && fresh) {
            actions.released(key);
        }
        record(sent, fresh ? Outcomes.RELEASED : Outcomes.UNKNOWN, "never sent", sent.draft().amount, null, null, null);
    }

    private void unknown(OpenCall sent, String why, @Nullable Integer status, @Nullable String requestId) {
        sent.hold().unknown();
        // An equal call is the same action again, and must repeat the key.
        sent.keyed().freeOrdinal();
        String key = sent.keyed().key();
        if (key != null && !sent.observed()) {
            actions.unknown(key);
        }
        record(sent, Outcomes.UNKNOWN, why, sent.draft().amount, status, requestId, null);
    }

    /** The outcome of {@code sent} on record, and what belonged to this call alone forgotten. */
    private void record(
            OpenCall sent,
            String decision,
            @Nullable String reason,
            @Nullable Money money,
            @Nullable Integer status,
            @Nullable String requestId,
            @Nullable String objectId) {
        Entry entry = sent.draft()
                .entry(
                        sent.observed() ? Kind.OBSERVED : Kind.SETTLED,
                        clock.instant(),
                        decision,
                        reason,
                        money,
                        status,
                        requestId,
                        objectId,
                        System.nanoTime() - sent.draft().startNanos);
        if (sent.call().alone()) {
            actions.runClosed(sent.call().run());
        }
        try {
            books.journal().note(entry);
        } catch (JournalUnavailableException e) {
            // The admission is on disk, and without an outcome it stays charged; the next call meets the broken
            // journal.
            Stderr.say("the outcome of an admitted call could not be recorded: " + e.getMessage());
        }
    }
}
