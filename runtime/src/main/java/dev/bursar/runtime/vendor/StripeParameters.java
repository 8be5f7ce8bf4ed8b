// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request asks of Stripe as Stripe reads it: forms under {@code /v1}, JSON under {@code /v2}. A JSON body under {@code /v1} is not
 * read at all there: taking an amount from it would hold that amount while Stripe refunds everything.
 */
final class StripeParameters {

    private StripeParameters() {}

    static Parameters read(
            Operation operation,
            @Nullable String rawQuery,
            @Nullable String contentType,
            byte @Nullable [] body,
            @Nullable String bodyProblem) {
        Flattened query = new Flattened();
        if (rawQuery != null) {
            try {
                FormReader.read(rawQuery.getBytes(StandardCharsets.UTF_8), query);
            } catch (UnreadableException e) {
                return new Parameters(new Flattened().values(), "its query cannot be read: " + e.why());
            }
        }
        Parameters asked = new Parameters(query.values(), null);
        if (body == null) {
            String why = bodyProblem == null ? "it could not be read" : bodyProblem;
            return new Parameters(query.values(), "its body cannot be read: " + why);
        }
        if (body.length == 0) {
            return asked;
        }
        Flattened read = new Flattened();
        try {
            readBody(operation, contentType, body, read);
        } catch (UnreadableException e) {
            return new Parameters(query.values(), "its body cannot be read: " + e.why());
        }
        return asked.with(read.values());
    }

    private static void readBody(Operation operation, @Nullable String contentType, byte[] body, Flattened into)
            throws UnreadableException {
        boolean isV2 = operation.template().startsWith("/v2/");
        // A body without a type is a form to servers of Stripe's kind.
        String declared = contentType == null ? "application/x-www-form-urlencoded" : contentType;
        int semicolon = declared.indexOf(';');
        String type = (semicolon < 0 ? declared : declared.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        requireUtf8(declared);
        switch (type) {
            case "application/x-www-form-urlencoded" -> {
                if (isV2) {
                    throw new UnreadableException("stripe takes JSON there, not a form");
                }
                FormReader.read(body, into);
            }
            case "multipart/form-data" -> {
                if (isV2) {
                    throw new UnreadableException("stripe takes JSON there, not a form");
                }
                MultipartReader.read(declared, body, into);
            }
            case "application/json" -> {
                if (!isV2) {
                    throw new UnreadableException("stripe takes a form there, not JSON");
                }
                JsonFlattener.read(body, into);
            }
            default -> throw new UnreadableException("its content type is neither a form nor JSON");
        }
    }

    private static void requireUtf8(String contentType) throws UnreadableException {
        String lower = contentType.toLowerCase(Locale.ROOT);
        int charset = lower.indexOf("charset=");
        if (charset >= 0) {
            String named = lower.substring(charset + "charset=".length()).replace("\"", "");
            int end = named.indexOf(';');
            if (!(end < 0 ? named : named.substring(0, end)).strip().equals("utf-8")) {
                throw new UnreadableException("its character set is not UTF-8");
            }
        }
    }
}
