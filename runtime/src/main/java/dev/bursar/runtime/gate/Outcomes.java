// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

/** The words in which the journal says what became of an admitted call, and from which it is rebuilt. */
final class Outcomes {

    /** Carried out: what it moved is counted. */
    static final String SETTLED = "settled";

    /** The vendor refused the action: nothing moved, the call counts, and the key is spent. */
    static final String REFUSED = "refused";

    /** Nothing moved, and the key is as good as new: never sent, or refused for who asked or how often. */
    static final String RELEASED = "released";

    /** It may or may not have been carried out: what was held stays charged. */
    static final String UNKNOWN = "unknown";

    /** Answered here with the first result of the same action; nothing was sent. */
    static final String REPLAYED = "replayed";

    private Outcomes() {}

    /**
     * Whether a refusal with this status says nothing about the action: who asked, or how often. The vendor keeps no such answer under the key,
     * so an equal call may carry it again.
     */
    static boolean isAboutTheAttempt(int status) {
        return status == 401 || status == 403 || status == 409 || status == 429;
    }
}
