// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.ledger.HoldRequest;
import dev.bursar.runtime.ledger.LocalLedger;
import dev.bursar.runtime.ledger.Reservation;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One call against two caps, in memory. The ledger reserves and settles under a key, at the time that the clock says; Bucket4j takes a token from a
 * bucket with two limits, which it gives to nobody by name and never takes back.
 */
@State(Scope.Benchmark)
public class Counters {

    private static final String SHARED = "billing";

    private final LocalLedger ledger = new LocalLedger(ZoneOffset.UTC);
    private final Money amount = new Money(5_000_000, "usd");
    private final List<Cap> caps = List.of(
            new Cap.OfMoney(new Money(Long.MAX_VALUE / 2, "usd"), Window.DAY),
            new Cap.OfCalls(1L << 40, Window.MINUTE));
    private final Bucket bucket = bucket();

    @Benchmark
    public Reservation ledgerOwn(Each each) {
        return reserveAndSettle(each.caller, each);
    }

    @Benchmark
    public Reservation ledgerShared(Each each) {
        return reserveAndSettle(SHARED, each);
    }

    @Benchmark
    public boolean bucketOwn(Each each) {
        return taken(each.bucket);
    }

    @Benchmark
    public boolean bucketShared() {
        return taken(bucket);
    }

    private Reservation reserveAndSettle(String caller, Each each) {
        int i = each.next++;
        String key = each.keys[i & (each.keys.length - 1)];
        String run = each.runs[(i >>> 3) & (each.runs.length - 1)];
        Reservation answer = ledger.reserve(new HoldRequest(key, caller, run, Instant.now(), amount, caps));
        if (!(answer instanceof Reservation.Held held) || !held.fresh()) {
            throw new IllegalStateException(answer.toString());
        }
        ledger.settle(key, null);
        return answer;
    }

    private static boolean taken(Bucket bucket) {
        if (!bucket.tryConsume(1)) {
            throw new IllegalStateException("the bucket is empty");
        }
        return true;
    }

    /** Two limits that are never met; Bucket4j allows at most one token a nanosecond. */
    private static Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(1L << 40).refillGreedy(1L << 40, Duration.ofDays(1)))
                .addLimit(limit -> limit.capacity(50_000_000_000L).refillGreedy(50_000_000_000L, Duration.ofMinutes(1)))
                .build();
    }

    /** What each measuring thread has for itself. */
    @State(Scope.Thread)
    public static class Each {

        private static final AtomicInteger THREADS = new AtomicInteger();

        private final String caller = "billing-" + THREADS.incrementAndGet();
        private final Bucket bucket = bucket();

        /** So many that the ledger has forgotten a key by the time it comes again. */
        private final String[] keys = names(1 << 18);

        private final String[] runs = names(1 << 10);
        private int next;

        private static String[] names(int count) {
            String[] names = new String[count];
            String thread = UUID.randomUUID().toString();
            for (int i = 0; i < count; i++) {
                names[i] = "bursar_" + thread + i;
            }
            return names;
        }
    }
}
