// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

/** A request that cannot be read in one way only. The message says why, without quoting it: values may be personal. */
final class UnreadableException extends Exception {

    private final String why;

    UnreadableException(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    String why() {
        return why;
    }
}
