// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

/** The journal cannot take an entry: nothing that depends on it may be sent. The message is fit for the application's eyes. */
public final class JournalUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public JournalUnavailableException(String message) {
        super(message);
    }

    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
