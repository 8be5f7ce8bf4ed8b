// SPDX-License-Identifier: Apache-2.0
package com.acme.app.http;

import java.io.IOException;

/** One request with the application's own key on it, by one of the JDK's clients. */
public interface Exchange {

    /** @param form {@code null} for a GET */
    Outcome send(String url, String form) throws IOException, InterruptedException;

    /**
     * What the application can see.
     *
     * @param objects whatever its request and response objects show of headers
     */
    final class Outcome {

        final int status;
        final String body;
        final String objects;

        Outcome(int status, String body, String objects) {
            this.status = status;
            this.body = body;
            this.objects = objects;
        }

        @Override
        public String toString() {
            return status + " " + body.replaceAll("\\s+", "") + " OBJECTS " + objects.replaceAll("\\s+", " ");
        }
    }
}
