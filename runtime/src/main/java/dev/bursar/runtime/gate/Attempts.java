// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

/** Tells a vendor's no to one attempt from its no to the action. */
final class Attempts {

    private Attempts() {}

    /**
     * Whether a refusal with this status says nothing about the action: who asked, or how often. The vendor keeps no such answer under the key,
     * so an equal call may carry it again.
     */
    static boolean isAboutTheAttempt(int status) {
        return status == 401 || status == 403 || status == 409 || status == 429;
    }
}
