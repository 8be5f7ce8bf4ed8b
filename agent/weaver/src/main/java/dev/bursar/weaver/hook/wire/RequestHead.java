// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.wire;

import dev.bursar.bridge.Door;
import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.GovernedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP/1.1 request: request line, header lines, empty line. Dressing these bytes, and nothing before them, means that no
 * object of the client, no log and no retry buffer ever holds a key.
 */
public final class RequestHead {

    private RequestHead() {}

    /**
     * Dresses one attempt.
     *
     * @param head the whole head, ending with its empty line
     * @param origin scheme and authority of the URL requested, such as {@code https://api.stripe.com}, with any user-info; without a path
     * @return the bytes to write instead: never the mark, and the key where there is one to attach
     * @throws IOException if nothing may be sent, as {@link Door#dress}, or if the head is not one
     */
    public static byte[] dress(byte[] head, String origin) throws IOException {
        // One character a byte: whatever the client's charset, what is not touched stays as it was.
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end).stripTrailing();
        int afterMethod = line.indexOf(' ');
        int afterTarget = line.lastIndexOf(' ');
        if (end < 0 || afterMethod <= 0 || afterTarget <= afterMethod) {
            throw new IOException("bursar cannot read the head of this request, so it is not sent");
        }
        String method = line.substring(0, afterMethod);
        String target = line.substring(afterMethod + 1, afterTarget).strip();
        String fields = text.substring(end + 1);
        Dressing dressing =
                method.equals("CONNECT") ? Dressing.NONE : Door.dress(mark(fields), method, url(origin, target));
        return dress(line, fields, dressing).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String dress(String line, String fields, Dressing dressing) throws IOException {
        StringBuilder dressed =
                new StringBuilder(fields.length() + 256).append(line).append("\r\n");
        boolean keep = true;
        for (String raw : fields.split("\n", -1)) {
            String field = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
            if (field.isEmpty()) {
                break;
            }
            // A folded line belongs to the field above it, and goes with it.
            if (!folded(field)) {
                String name = name(field);
                keep = !name.equalsIgnoreCase(GovernedCall.MARK) && !dressing.drops(name);
            }
            if (keep) {
                dressed.append(field).append("\r\n");
            }
        }
        for (Map.Entry<String, String> set : dressing.set().entrySet()) {
            if (set.getValue().indexOf('\r') >= 0 || set.getValue().indexOf('\n') >= 0) {
                throw new IOException(
                        "the value for header `" + set.getKey() + "` has a line break, so nothing is sent");
            }
            dressed.append(set.getKey()).append(": ").append(set.getValue()).append("\r\n");
        }
        return dressed.append("\r\n").toString();
    }

    private static String url(String origin, String target) {
        if (target.startsWith("/")) {
            return origin + target;
        }
        // To a plain proxy the target is the whole URL.
        return target.contains("://") ? target : origin + "/" + target;
    }

    private static @Nullable String mark(String fields) {
        for (String field : fields.split("\n", -1)) {
            if (!folded(field) && name(field).equalsIgnoreCase(GovernedCall.MARK)) {
                return field.substring(field.indexOf(':') + 1).strip();
            }
        }
        return null;
    }

    private static boolean folded(String field) {
        return field.startsWith(" ") || field.startsWith("\t");
    }

    private static String name(String field) {
        int colon = field.indexOf(':');
        return colon < 0 ? field.strip() : field.substring(0, colon).strip();
    }
}
