// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * 64 threads against one cap of one caller, each with a schedule drawn from a seed. A vendor of its own counts what is in flight and what was
 * moved: money is in flight from before its call is sent until after it has come back, so that the vendor never sees more than the ledger.
 */
final class Hammer {

    private static final int THREADS = 64;
    private static final int CALLS = 400;
    private static final long LIMIT = 5_000_000_000L;

    private Hammer() {}

    static void run(Ledger ledger, long seed) throws Exception {
        Cap cap = new Cap.OfMoney(new Money(LIMIT, "usd"), Window.DAY);
        Cap loose = new Cap.OfMoney(new Money(LIMIT * 2, "usd"), Window.MONTH);
        AtomicLong exposed = new AtomicLong();
        AtomicLong worst = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong charged = new AtomicLong();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                all.add(threads.submit(() -> {
                    Random random = new Random(seed * 1_000 + thread);
                    start.await();
                    for (int call = 0; call < CALLS; call++) {
                        String key = thread + "-" + call;
                        Instant at = LedgerContract.NOON.plusSeconds(random.nextInt(3_600));
                        long amount = 1L + random.nextInt(2_000_000);
                        HoldRequest request = new HoldRequest(
                                key, "billing", "run-" + thread, at, new Money(amount, "usd"), List.of(cap, loose));
                        Reservation answer = ledger.reserve(request);
                        if (answer instanceof Reservation.Exhausted) {
                            refused.incrementAndGet();
                            continue;
                        }
                        assertThat(answer).isInstanceOf(Reservation.Held.class);
                        long now = exposed.addAndGet(amount);
                        worst.accumulateAndGet(now, Math::max);
                        switch (random.nextInt(4)) {
                            case 0 -> {
                                exposed.addAndGet(-amount);
                                ledger.release(key);
                            }
                            case 1 -> {
                                charged.addAndGet(amount);
                                ledger.unknown(key);
                            }
                            case 2 -> {
                                charged.addAndGet(amount);
                                ledger.settle(key, null);
                            }
                            default -> {
                                long moved = random.nextInt((int) amount + 1);
                                exposed.addAndGet(moved - amount);
                                charged.addAndGet(moved);
                                ledger.settle(key, new Money(moved, "usd"));
                            }
                        }
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(worst.get()).isLessThanOrEqualTo(LIMIT);
        assertThat(refused.get()).isPositive();
        Reservation.Balance end = LedgerContract.look(ledger, LedgerContract.NOON, cap);
        assertThat(end.held()).isZero();
        assertThat(end.spent()).isEqualTo(charged.get()).isLessThanOrEqualTo(LIMIT);
    }
}
