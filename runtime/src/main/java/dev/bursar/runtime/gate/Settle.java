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
    private final Watch watch;

    Settle(Books books, Actions actions, OpenCalls open, InstantSource clock, Watch watch) {
        this.books = books;
        this.actions = actions;
        this.open = open;
        this.clock = clock;
        this.watch = watch;
    }

    void answered(
            OpenCall sent, int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
        open.remove(sent);
        try {
            take(sent, status, headers, body, whole);
        } catch (Throwable e) {
            // Whatever it moved stays charged. Only the kind of failure, whose message may hold anything.
            Stderr.say(
                    "the outcome of a call could not be read (" + e.getClass().getName() + ")");
            unknown(sent, "its outcome could not be read", status, null);
        }
    }

    private void take(
            OpenCall sent, int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
        Map<String, String> byName = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey() != null && header.getValue() != null) {
                byName.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            }
        }
        Identified call = sent.call();
        if (isAnothers(sent, byName)) {
            unknown(sent, "the answer is that of another request", status, null);
            return;
        }
        Result result = call.vendor().result(call.operation(), call.parameters(), status, body, whole);
        String requestId = call.vendor().requestId(byName);
        if (result instanceof Result.Done done) {
            done(sent, done, status, headers, body, whole, requestId);
        } else if (result instanceof Result.Refused refused) {
            refused(sent, refused, status, byName, requestId);
        } else {
            unknown(sent, ((Result.Unknown) result).why(), status, requestId);
        }
    }

    /**
     * On a connection that is kept, an answer that came twice is taken for that of the next request. The vendor says which key it answers; one that
     * does not say is believed.
     */
    private static boolean isAnothers(OpenCall sent, Map<String, String> headers) {
        String answered = headers.get(sent.call().vendor().keyHeader().toLowerCase(Locale.ROOT));
        return isKeyed(sent)
                && answered != null
                && !answered.equals(sent.keyed().key());
    }

    void failed(OpenCall sent, String why) {
        open.remove(sent);
        if (sent.attemptsSent() == 0 && !sent.observed()) {
            neverSent(sent);
        } else {
            unknown(sent, why, null, null);
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
        // What a repeat does not say was said by the first answer, and must not be settled anew when the ledger is
        // rebuilt.
        Money moved = done.moved() == null && sent.hold().fresh() ? sent.draft().amount : done.moved();
        sent.hold().settle(done.moved());
        sent.keyed().share().leave();
        String key = sent.keyed().name();
        if (isKeyed(sent)) {
            if (whole) {
                actions.done(key, done.objectId(), status, Replies.kept(headers), body);
            } else {
                actions.done(key, done.objectId());
            }
        }
        record(sent, Outcomes.SETTLED, null, moved, status, requestId, done.objectId());
    }

    /**
     * A refusal proves that nothing moved under the key only if it answers the one and only attempt ever made, or is the vendor's stored answer
     * to the first.
     */
    private void refused(
            OpenCall sent,
            Result.Refused refused,
            int status,
            Map<String, String> headers,
            @Nullable String requestId) {
        boolean asGoodAsNew = Outcomes.isAboutTheAttempt(status) || sent.keyed().fromApp();
        Runnable letGo = asGoodAsNew
                ? sent.hold()::release
                // The key is never used again, and the call was made: it moved nothing, but counts against caps on
                // calls.
                : () -> sent.hold().settle(nothing(sent.draft().amount));
        if ("true".equalsIgnoreCase(headers.get("idempotent-replayed"))) {
            letGo.run();
            sent.keyed().share().leave();
        } else if (sent.attemptsSent() > 1 || !sent.keyed().share().leaveUnmoved(letGo)) {
            unknown(sent, "refused, but another attempt under this key may have been carried out", status, requestId);
            return;
        }
        sent.keyed().freeOrdinal();
        sent.undone();
        if (isKeyed(sent)) {
            if (asGoodAsNew) {
                actions.released(sent.keyed().name());
            } else {
                actions.refused(sent.keyed().name());
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
        boolean free = sent.keyed().share().leaveUnmoved(sent.hold()::release);
        sent.keyed().freeOrdinal();
        if (free) {
            sent.undone();
        }
        if (isKeyed(sent)) {
            actions.released(sent.keyed().name());
        }
        record(sent, free ? Outcomes.RELEASED : Outcomes.UNKNOWN, "never sent", sent.draft().amount, null, null, null);
    }

    private void unknown(OpenCall sent, String why, @Nullable Integer status, @Nullable String requestId) {
        sent.hold().unknown();
        sent.keyed().share().leave();
        // An equal call is the same action again, and must repeat the key.
        sent.keyed().freeOrdinal();
        if (isKeyed(sent)) {
            actions.unknown(sent.keyed().name());
        }
        record(sent, Outcomes.UNKNOWN, why, sent.draft().amount, status, requestId, null);
    }

    /** An observed call goes out under whatever key the application gave it. */
    private static boolean isKeyed(OpenCall sent) {
        return sent.keyed().key() != null && !sent.observed();
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
                .entry(sent.observed() ? Kind.OBSERVED : Kind.SETTLED, clock.instant(), decision)
                .reason(reason)
                .amount(money)
                .status(status)
                .requestId(requestId)
                .objectId(objectId)
                .build();
        watch.settled(decision, sent.draft());
        if (sent.call().alone()) {
            actions.runClosed(sent.call().root());
        }
        try {
            books.journal().note(entry);
        } catch (JournalUnavailableException e) {
            // The admission is on disk, and without an outcome it stays charged; the next call meets the broken
            // journal.
            Stderr.say("the outcome of an admitted call could not be recorded: " + e.getMessage());
        } catch (Throwable e) {
            Stderr.say("the outcome of an admitted call could not be recorded ("
                    + e.getClass().getName() + ")");
        }
    }
}
