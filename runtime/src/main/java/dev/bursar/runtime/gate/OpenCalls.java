// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls on their way, by the mark that joins a request at the wire to its decision. A call whose outcome nobody reports is ended after
 * {@link #LONGEST}; while there are {@link #MOST} at once, no other is admitted.
 */
final class OpenCalls {

    /** Longer than any client waits for an answer. */
    static final Duration LONGEST = Duration.ofHours(1);

    static final int MOST = 65_536;

    private static final long LOOK_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Map<String, Standing> byMark = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final String process;
    private final AtomicLong counter = new AtomicLong();

    private final LongSupplier nanos;
    private final AtomicLong looked;

    /** @param since nanoseconds of the supplier's clock */
    private record Standing(MarkedCall call, long since) {}

    OpenCalls(LongSupplier nanos) {
        this.nanos = nanos;
        this.looked = new AtomicLong(nanos.getAsLong());
        byte[] id = new byte[6];
        random.nextBytes(id);
        process = HexFormat.of().formatHex(id);
    }

    /** An id that no other call of any process has. */
    String newCallId() {
        return process + "-" + counter.incrementAndGet();
    }

    /** Unguessable: who shows it was given it. */
    String newMark() {
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    void add(MarkedCall call) {
        long now = nanos.getAsLong();
        long last = looked.get();
        if (now - last >= LOOK_AGAIN_NANOS && looked.compareAndSet(last, now)) {
            expire(now);
        }
        byMark.put(call.mark(), new Standing(call, now));
    }

    private void expire(long now) {
        for (Standing standing : byMark.values()) {
            if (now - standing.since >= LONGEST.toNanos()) {
                standing.call.expire();
            }
        }
    }

    boolean isFull() {
        return byMark.size() >= MOST;
    }

    void remove(MarkedCall call) {
        byMark.remove(call.mark());
    }

    @Nullable
    MarkedCall get(String mark) {
        Standing standing = byMark.get(mark);
        return standing == null ? null : standing.call;
    }
}
