// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.util.List;
import java.util.Map;

/** What the vendor answered the first time, kept in memory alone. Immutable. */
public final class StoredReply {

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;

    StoredReply(int status, List<Map.Entry<String, String>> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
    }

    public int status() {
        return status;
    }

    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** A copy. */
    public byte[] body() {
        return body.clone();
    }

    /** About what it takes in memory, in bytes. */
    long size() {
        long size = 128L + body.length;
        for (Map.Entry<String, String> header : headers) {
            size += 96L + header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    /** Not what was answered: it may be personal. */
    @Override
    public String toString() {
        return "StoredReply[" + status + ", " + body.length + " bytes]";
    }
}
