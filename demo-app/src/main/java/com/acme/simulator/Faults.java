// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults waiting for a request that fits; the oldest that fits is taken. */
final class Faults {
    private record Waiting(String method, String path, Fault fault, int left) {
        boolean fits(String otherMethod, String otherPath) {
            return (method.equals("*") || method.equals(otherMethod)) && (path.equals("*") || path.equals(otherPath));
        }
    }

    private final List<Waiting> waiting = new ArrayList<>();

    synchronized void add(String method, String path, Fault fault, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("a fault must happen at least once, not `" + times + "` times");
        }
        waiting.add(new Waiting(method, path, fault, times));
    }

    synchronized @Nullable Fault take(String method, String path) {
        for (int at = 0; at < waiting.size(); at++) {
            Waiting found = waiting.get(at);
            if (found.fits(method, path)) {
                if (found.left == 1) {
                    waiting.remove(at);
                } else {
                    waiting.set(at, new Waiting(found.method, found.path, found.fault, found.left - 1));
                }
                return found.fault;
            }
        }
        return null;
    }

    synchronized void clear() {
        waiting.clear();
    }
}
