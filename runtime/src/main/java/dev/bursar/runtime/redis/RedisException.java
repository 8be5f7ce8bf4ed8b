// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

/** The shared ledger cannot answer, or must not be believed. The message says which, and holds no secret. */
public final class RedisException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean isUnreached;

    private RedisException(String message, boolean isUnreached) {
        super(message);
        this.isUnreached = isUnreached;
    }

    static RedisException unreached(String message) {
        return new RedisException(message, true);
    }

    static RedisException lost(String message) {
        return new RedisException(message, false);
    }

    /** The ledger is there and whole, and yet this process must not count on it. */
    public static RedisException unfit(String message) {
        return new RedisException(message, false);
    }

    /** Whether the question may be asked again later, and may have been answered unheard. */
    public boolean isUnreached() {
        return isUnreached;
    }
}
