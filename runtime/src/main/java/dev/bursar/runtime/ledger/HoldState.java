// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

/** What has become of a hold. */
public enum HoldState {
    /** Set aside, outcome awaited. */
    HELD,
    /** Counted with what was really moved. */
    SETTLED,
    /** Nothing moved: not counted. A released key may be held again. */
    RELEASED,
    /** The outcome is not known: stays charged. */
    UNKNOWN
}
