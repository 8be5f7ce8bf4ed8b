// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One entry on its way to the {@link Writer}'s thread. */
final class Request {

    final byte[] body;

    /** {@code null} where nobody waits. */
    final @Nullable CountDownLatch acknowledged;

    /** Why the entry is not known to be on the disk; to be read once acknowledged, and {@code null} then if it is. */
    volatile @Nullable String refusal;

    Request(byte[] body, @Nullable CountDownLatch acknowledged) {
        this.body = body;
        this.acknowledged = acknowledged;
    }

    void finish(@Nullable String reason) {
        refusal = reason;
        if (acknowledged != null) {
            acknowledged.countDown();
        }
    }
}
