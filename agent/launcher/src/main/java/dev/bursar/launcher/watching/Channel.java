// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import java.time.Duration;

/** One way for an alert to leave this JVM. */
interface Channel {

    /** As a sentence names it: {@code webhook}. */
    String name();

    /**
     * Hands one alert over, and waits at most {@code patience} for it to be taken.
     *
     * @param json one JSON object in UTF-8
     * @throws Undelivered if it was not certainly taken
     */
    void send(byte[] json, Duration patience) throws Undelivered, InterruptedException;

    /** An alert was not taken. The message is a clause that holds no secret. */
    final class Undelivered extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean isForGood;

        /** @param isForGood whether trying again is of no use */
        Undelivered(String message, boolean isForGood) {
            super(message);
            this.isForGood = isForGood;
        }

        boolean isForGood() {
            return isForGood;
        }
    }
}
