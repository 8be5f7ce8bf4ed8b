// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

/** What became of a key cannot be told, so nothing may be sent under it. The message is one clause that says why. */
public final class ActionsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ActionsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
