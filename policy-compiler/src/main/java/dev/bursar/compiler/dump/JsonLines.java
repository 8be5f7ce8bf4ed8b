// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bursar.runtime.journal.Recorded;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** One JSON object a line; absent fields are left out. */
public final class JsonLines implements DumpFormat {

    private static final Field[] FIELDS = Field.values();

    private final JsonFactory factory = new JsonFactory();

    @Override
    public String line(Recorded recorded) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartObject();
            for (Field field : FIELDS) {
                Object value = field.of(recorded);
                if (value instanceof Long number) {
                    json.writeNumberField(field.word(), number);
                } else if (value != null) {
                    json.writeStringField(field.word(), value.toString());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }
}
