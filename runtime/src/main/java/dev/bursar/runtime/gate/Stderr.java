// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

/** The last resort of a part that has no other way to be heard. One line each, never a secret. */
final class Stderr {

    private Stderr() {}

    static void say(String line) {
        System.err.println("bursar: " + line);
    }
}
