// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

/** What became of the calls that carried a key. */
public enum State {
    /** One is on its way; or was when a process ended, which a journal cannot tell apart. */
    IN_FLIGHT,
    /** The vendor carried it out. */
    DONE,
    /** The vendor has definitely refused it: nothing moved. */
    REFUSED,
    /** It was never sent: the key is as good as new. */
    RELEASED,
    /** It may or may not have been carried out. */
    UNKNOWN
}
