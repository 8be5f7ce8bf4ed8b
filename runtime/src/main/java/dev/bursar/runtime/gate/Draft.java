// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.EntryBuilder;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.ledger.Reservation.Balance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one call so far, for the journal. Each stage fills in what it found out, so that a refusal at any stage is recorded with
 * everything known by then. Confined to the calling thread until the call is admitted, and not changed after.
 */
final class Draft {

    private static final int LONGEST_REFERENCE = 128;

    final Instant at;
    final long startNanos;
    final String call;

    @Nullable
    String caller;

    @Nullable
    String run;

    int attempt;

    @Nullable
    String site;

    @Nullable
    String vendor;

    @Nullable
    String operation;

    @Nullable
    String rule;

    @Nullable
    Money amount;

    @Nullable
    String key;

    @Nullable
    String bodyHash;

    @Nullable
    String policy;

    /** The callers around {@link #caller}, the nearest first. */
    List<Entry.Outer> outer = List.of();

    /** Where the call stands in the application's own traces. */
    Tracing.@Nullable Span span;

    /** The key of an earlier action that this one may be a duplicate of. */
    @Nullable
    String near;

    /** What the application calls its work. */
    @Nullable
    String labels;

    /** Whom the call is about, by a name that tells nobody who it is. */
    @Nullable
    String subject;

    /** Where the caps stand that the call counts against; of a call that a cap has no room for, that cap alone. */
    List<Balance> standing = List.of();

    /** What was waited for the journal; 0 if nothing was. */
    long journalNanos;

    private @Nullable String reference;

    private @Nullable Balance balance;

    Draft(Instant at, long startNanos, String call) {
        this.at = at;
        this.startNanos = startNanos;
        this.call = call;
    }

    void siteIfUnknown() {
        if (site == null) {
            site = CallSites.find();
        }
    }

    void operation(Operation known) {
        vendor = known.vendor();
        operation = known.text();
    }

    /** Keeps a framework's own id of the execution, if it is short and plain: whatever else it may be is not for the journal. */
    void reference(@Nullable String told) {
        boolean plain = told != null
                && !told.isEmpty()
                && told.length() <= LONGEST_REFERENCE
                && told.chars().allMatch(c -> c >= ' ' && c <= '~');
        reference = plain ? told : null;
    }

    /** Keeps, of several caps, the one with the least room left. */
    void balances(List<Balance> balances) {
        standing = balances;
        for (Balance each : balances) {
            if (balance == null || room(each) < room(balance)) {
                balance = each;
            }
        }
    }

    private static double room(Balance each) {
        return each.limit() == 0 ? 0 : (double) (each.limit() - each.spent() - each.held()) / each.limit();
    }

    /** An entry of this call, with all that is known of it. */
    EntryBuilder entry(Kind kind, Instant time, String decision) {
        EntryBuilder entry = Entry.at(time, kind)
                .call(call)
                .caller(caller)
                .run(run)
                .attempt(attempt)
                .site(site)
                .vendor(vendor)
                .operation(operation)
                .decision(decision)
                .rule(rule)
                .amount(amount)
                .key(key)
                .bodyHash(bodyHash)
                .policy(policy)
                .outer(outer)
                .trace(span == null ? null : span.trace(), span == null ? null : span.id())
                .reference(reference)
                .near(near)
                .labels(labels)
                .subject(subject)
                .latencyNanos(System.nanoTime() - startNanos);
        Balance known = balance;
        if (known != null) {
            String of = known.caller().equals(caller) ? null : known.caller();
            entry.balance(known.cap().toString(), of, known.spent(), known.held(), known.limit());
        }
        return entry;
    }
}
