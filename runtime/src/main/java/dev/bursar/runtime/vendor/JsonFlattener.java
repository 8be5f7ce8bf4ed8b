// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/** Flattens the JSON that Stripe's v2 takes to names in form notation. A name that appears twice in one object keeps both its values. */
final class JsonFlattener {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private JsonFlattener() {}

    static void read(byte[] body, Flattened into) throws UnreadableException {
        // Decoded here because the parser would also take UTF-16 and UTF-32, which a vendor may read otherwise.
        String text = Flattened.utf8(body, 0, body.length);
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableException("it is not a JSON object");
            }
            object(json, "", into);
            if (json.nextToken() != null) {
                throw new UnreadableException("something follows its JSON object");
            }
        } catch (IOException e) {
            throw new UnreadableException("it is not well-formed JSON");
        }
    }

    private static void object(JsonParser json, String prefix, Flattened into) throws IOException, UnreadableException {
        boolean isEmpty = true;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            if (key.isEmpty() || key.indexOf('[') >= 0 || key.indexOf(']') >= 0) {
                throw new UnreadableException("a name in its JSON is empty or has a bracket");
            }
            json.nextToken();
            value(json, prefix.isEmpty() ? key : prefix + "[" + key + "]", into);
            isEmpty = false;
        }
        if (isEmpty && !prefix.isEmpty()) {
            into.add(prefix, "");
        }
    }

    private static void value(JsonParser json, String name, Flattened into) throws IOException, UnreadableException {
        switch (json.currentToken()) {
            case START_OBJECT -> object(json, name, into);
            case START_ARRAY -> {
                int index = 0;
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    value(json, name + "[" + index++ + "]", into);
                }
                if (index == 0) {
                    into.add(name, "");
                }
            }
            case VALUE_NULL -> into.add(name, "");
            default -> into.add(name, json.getText());
        }
    }
}
