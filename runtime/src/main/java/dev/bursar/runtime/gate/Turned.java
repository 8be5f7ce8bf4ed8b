// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.call.Refusal;

/** Ends the way of a call with a clear no. Carries no stack: refusing is a normal outcome and must stay cheap. */
final class Turned extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    Turned(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    Turned(int status, String code, String message) {
        this(new Refusal(status, code, message, null));
    }

    Refusal refusal() {
        return refusal;
    }
}
