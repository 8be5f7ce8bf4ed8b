// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Recorded;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object a line, with all that the record holds: the fields of {@link JsonLines}, and what that leaves out. Absent fields are left
 * out; an absent {@code count} is 1, an absent {@code attempt} or {@code latency_ns} is 0.
 */
public final class FullLines implements DumpFormat {

    private static final Field[] FIELDS = Field.values();

    /** Those that say less than the record, and are written otherwise here. */
    private static final Set<Field> OTHERWISE = Set.of(Field.ATTEMPT, Field.LATENCY_US, Field.COUNT, Field.OUTER);

    private final JsonFactory factory = new JsonFactory();

    @Override
    public String line(Recorded recorded) {
        Entry entry = recorded.entry();
        StringWriter text = new StringWriter(1_024);
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartObject();
            for (Field field : FIELDS) {
                Object value = OTHERWISE.contains(field) ? null : field.of(recorded);
                if (value instanceof Long number) {
                    json.writeNumberField(field.word(), number);
                } else if (value != null) {
                    json.writeStringField(field.word(), value.toString());
                }
            }
            number(json, "attempt", entry.attempt(), 0);
            number(json, "latency_ns", entry.latencyNanos(), 0);
            number(json, "count", entry.count(), 1);
            if (!entry.outer().isEmpty()) {
                json.writeArrayFieldStart("outer");
                for (Entry.Outer outer : entry.outer()) {
                    json.writeStartObject();
                    json.writeStringField("caller", outer.caller());
                    json.writeStringField("run", outer.run());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            text(json, "call", entry.call());
            text(json, "body_hash", entry.bodyHash());
            text(json, "cap", entry.cap());
            text(json, "sealed", entry.sealed());
            json.writeStringField("previous", recorded.previous());
            json.writeStringField("hash", recorded.hash());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void number(JsonGenerator json, String name, long value, long absent) throws IOException {
        if (value != absent) {
            json.writeNumberField(name, value);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
