// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The calls on their way, by the mark that joins a request at the wire to its decision. */
final class OpenCalls {

    private final Map<String, MarkedCall> byMark = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final String process;
    private final AtomicLong counter = new AtomicLong();

    OpenCalls() {
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
        byMark.put(call.mark(), call);
    }

    void remove(MarkedCall call) {
        byMark.remove(call.mark());
    }

    @Nullable
    MarkedCall get(String mark) {
        return byMark.get(mark);
    }
}
