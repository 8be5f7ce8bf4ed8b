// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.GovernedCall;

/** A call on its way to the wire. */
abstract sealed class MarkedCall extends GovernedCall permits OpenCall, ObservedCall {

    private final String mark;

    MarkedCall(String mark) {
        this.mark = mark;
    }

    @Override
    public final String mark() {
        return mark;
    }

    /** Nobody told its outcome for so long that nobody will: it ends here, and nothing goes out under its mark any more. */
    abstract void expire();
}
