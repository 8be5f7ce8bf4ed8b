// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.identity.Scope;

/**
 * Which of several equal actions of one attempt a call is.
 *
 * @param n from 0
 */
record Ordinal(Scope scope, String fingerprint, int n) {

    static Ordinal take(Scope scope, String fingerprint) {
        return new Ordinal(scope, fingerprint, scope.take(fingerprint));
    }

    void free() {
        scope.free(fingerprint, n);
    }
}
