// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

/** Start-up is refused. The message is everything the user is told. */
final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartRefused(String message) {
        super(message);
    }
}
