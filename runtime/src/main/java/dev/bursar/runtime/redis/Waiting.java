// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Outcomes that wait for a Redis that is away, in the order in which they were told. Thread-safe. */
final class Waiting {

    /** What is beyond them stays charged. */
    private static final int MOST = 100_000;

    private final ConcurrentLinkedQueue<SharedRedis.Delivery> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Object delivering = new Object();
    private final Consumer<String> trouble;

    /** @param trouble told, in one sentence, of an outcome that will never be told */
    Waiting(Consumer<String> trouble) {
        this.trouble = trouble;
    }

    boolean isEmpty() {
        return count.get() == 0;
    }

    void add(SharedRedis.Delivery delivery) {
        if (count.incrementAndGet() > MOST) {
            count.decrementAndGet();
            trouble.accept("more outcomes wait for the Redis ledger than can be remembered; those beyond stay charged");
            return;
        }
        queue.add(delivery);
    }

    /** Delivers what waits, as far as it can be. */
    void catchUp() throws RedisException {
        synchronized (delivering) {
            for (SharedRedis.Delivery next = queue.peek(); next != null; next = queue.peek()) {
                try {
                    next.deliver();
                } catch (RedisException e) {
                    if (e.isUnreached()) {
                        throw e;
                    }
                } catch (RuntimeException e) {
                    trouble.accept("an outcome could not be told to the Redis ledger and stays charged ("
                            + e.getClass().getName() + ")");
                }
                queue.remove();
                count.decrementAndGet();
            }
        }
    }
}
