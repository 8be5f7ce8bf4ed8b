// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.wire;

import dev.bursar.bridge.GovernedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Watches the response of one governed call and reports it to the gate exactly once, as soon as everything the gate wants is known, which
 * may be before the application has read the body's end. Thread-safe; never throws.
 */
public final class Outcome {

    private final GovernedCall call;
    private final int wanted;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private List<Map.Entry<String, String>> headers = List.of();
    private long length = -1;
    private long seen;
    private boolean reported;

    /** @param call open, to be sent */
    public Outcome(GovernedCall call) {
        this.call = call;
        this.wanted = Math.max(0, call.bodyBytesWanted());
    }

    /** How many bytes of the body are still to be seen before the report; 0 when it has been made. */
    public synchronized int wanting() {
        return reported ? 0 : wanted - body.size();
    }

    /**
     * The response's head is here.
     *
     * @param empty whether this response can have no body, whatever its headers say
     */
    public synchronized void head(int responseStatus, List<Map.Entry<String, String>> responseHeaders, boolean empty) {
        status = responseStatus;
        headers = responseHeaders;
        length = empty ? 0 : length(responseHeaders);
        if (wanted == 0) {
            report(length == 0);
        } else if (length == 0) {
            report(true);
        }
    }

    /** Bytes of the body, in order, before the application gets them. */
    public synchronized void body(byte[] bytes, int offset, int count) {
        if (reported) {
            return;
        }
        seen += count;
        body.write(bytes, offset, Math.min(count, wanted - body.size()));
        boolean all = seen == length;
        if (all || body.size() == wanted) {
            report(all && seen == body.size());
        }
    }

    /** The body's end, as the client tells it; some take a connection that broke off for one. */
    public synchronized void end() {
        if (seen < length) {
            failed(new IOException("the response ended after " + seen + " of " + length + " bytes"));
        } else {
            report(seen == body.size());
        }
    }

    /** The application lets go of the response before its end. */
    public synchronized void givenUp() {
        if (!reported) {
            failed(new IOException("the application gave the response up before its end"));
        }
    }

    /** No response, or one that broke off. */
    public synchronized void failed(Throwable error) {
        if (!reported) {
            reported = true;
            call.failed(error);
        }
    }

    private void report(boolean whole) {
        if (!reported) {
            reported = true;
            call.answered(status, headers, body.toByteArray(), whole);
        }
    }

    private static long length(List<Map.Entry<String, String>> headers) {
        long length = -1;
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase("Transfer-Encoding")) {
                return -1;
            }
            if (header.getKey().equalsIgnoreCase("Content-Length")) {
                try {
                    length = Long.parseLong(header.getValue().strip());
                } catch (NumberFormatException e) {
                    return -1;
                }
            }
        }
        return length;
    }
}
