// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Sends one request, outside of any application: no redirect is followed, and nothing is sent twice. */
@FunctionalInterface
public interface Wire {

    /**
     * Sends it and waits for the whole answer.
     *
     * @param headers by name, the caller's real key among them: not to be kept, nor shown
     * @throws IOException if no whole answer came, for whatever reason; what became of the request is then not known. Its message names no
     *     header
     */
    Reply send(String method, URI uri, Map<String, String> headers, byte[] body) throws IOException;

    /**
     * The vendor's answer.
     *
     * @param headers names in lower case, the first value of each
     * @param whole whether {@code body} is all of it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, Map<String, String> headers, byte[] body, boolean whole) {

        /** Not what it says. */
        @Override
        public String toString() {
            return "Reply[" + status + "]";
        }
    }
}
