// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.util.Locale;

/** What an entry tells. */
public enum Kind {
    /** A call is about to be sent, or held. Durable before anything leaves, where money moves. */
    ADMITTED,
    /** The outcome of an admitted call: settled, released or unknown. */
    SETTLED,
    REFUSED,
    REHEARSED,
    OBSERVED,
    /** A policy took effect, or a new one was rejected. */
    POLICY,
    /** Something a person should look at. */
    ALERT,
    /** The ledger was opened, rebuilt or could not answer. */
    LEDGER;

    private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
        return word;
    }
}
