// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.journal.Entry;
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

    /** Keeps, of several caps, the one with the least room left. */
    void balances(List<Balance> balances) {
        for (Balance each : balances) {
            if (balance == null || room(each) < room(balance)) {
                balance = each;
            }
        }
    }

    private static double room(Balance each) {
        return each.limit() == 0 ? 0 : (double) (each.limit() - each.spent() - each.held()) / each.limit();
    }

    /** An entry that is about no call. */
    Entry fact(Kind kind, String decision, @Nullable String reason, @Nullable String policyHash) {
        return new Entry(
                at,
                kind,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                decision,
                null,
                reason,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                policyHash,
                0,
                1);
    }

    Entry entry(Kind kind, Instant time, String decision, @Nullable String reason, long latencyNanos) {
        return entry(kind, time, decision, reason, amount, null, null, null, latencyNanos);
    }

    Entry entry(
            Kind kind,
            Instant time,
            String decision,
            @Nullable String reason,
            @Nullable Money money,
            @Nullable Integer status,
            @Nullable String requestId,
            @Nullable String objectId,
            long latencyNanos) {
        Balance known = balance;
        return new Entry(
                time,
                kind,
                call,
                caller,
                run,
                attempt,
                site,
                vendor,
                operation,
                decision,
                rule,
                reason,
                money,
                key,
                bodyHash,
                status,
                requestId,
                objectId,
                known == null ? null : known.cap().toString(),
                known == null ? null : known.spent(),
                known == null ? null : known.held(),
                known == null ? null : known.limit(),
                policy,
                latencyNanos,
                1);
    }
}
