// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;

/** The journal is there and can be read, but is not whole. The message says where and what is wrong. */
public final class BrokenJournalException extends IOException {

    private static final long serialVersionUID = 1L;

    public BrokenJournalException(String message) {
        super(message);
    }
}
