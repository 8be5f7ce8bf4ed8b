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
}
