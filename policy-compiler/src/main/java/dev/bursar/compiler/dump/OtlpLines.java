// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.journal.Recorded;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenTelemetry logs as the OTLP file exporter writes them: one {@code LogsData} a line in OTLP/JSON, in which ids are hexadecimal, numbers
 * of 64 bits are text, and enumerations are numbers. Each record is an event: its name says the kind, its attributes the rest. Where the
 * semantic conventions have a name for a field, it is used; all others begin with {@code bursar.}.
 */
public final class OtlpLines implements DumpFormat {

    private static final int INFO = 9;
    private static final int WARN = 13;

    /** In fields of their own, or under a name of the conventions. */
    private static final Set<Field> ELSEWHERE =
            EnumSet.of(Field.TIME, Field.KIND, Field.TRACE, Field.SPAN, Field.STATUS);

    private static final Pattern SITE = Pattern.compile("([^#:]+)#([^#:]+)(?::([0-9]{1,9}))?");
    private static final Pattern TRACE = Pattern.compile("(?!0+$)[0-9a-f]{32}");
    private static final Pattern SPAN = Pattern.compile("(?!0+$)[0-9a-f]{16}");
    private static final Field[] FIELDS = Field.values();

    private final JsonFactory factory = new JsonFactory();

    @Override
    public String line(Recorded recorded) {
        StringWriter text = new StringWriter(2_048);
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("resourceLogs");
            json.writeStartObject();
            json.writeObjectFieldStart("resource");
            json.writeArrayFieldStart("attributes");
            text(json, "service.name", "bursar");
            json.writeEndArray();
            json.writeEndObject();
            json.writeArrayFieldStart("scopeLogs");
            json.writeStartObject();
            json.writeObjectFieldStart("scope");
            json.writeStringField("name", "dev.bursar.journal");
            json.writeEndObject();
            json.writeArrayFieldStart("logRecords");
            record(json, recorded);
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void record(JsonGenerator json, Recorded recorded) throws IOException {
        Entry entry = recorded.entry();
        boolean warn = isWarning(entry);
        json.writeStartObject();
        String time = nanos(entry);
        if (time != null) {
            json.writeStringField("timeUnixNano", time);
            json.writeStringField("observedTimeUnixNano", time);
        }
        json.writeNumberField("severityNumber", warn ? WARN : INFO);
        json.writeStringField("severityText", warn ? "WARN" : "INFO");
        json.writeStringField("eventName", "bursar." + entry.kind().word());
        json.writeArrayFieldStart("attributes");
        for (Field field : FIELDS) {
            if (!ELSEWHERE.contains(field)) {
                attribute(json, "bursar." + field.word(), field.of(recorded));
            }
        }
        attribute(json, "bursar.call", entry.call());
        attribute(json, "bursar.cap", entry.cap());
        attribute(json, "bursar.hash", recorded.hash());
        attribute(json, "http.response.status_code", Field.STATUS.of(recorded));
        site(json, entry.site());
        json.writeEndArray();
        String trace = entry.trace();
        String span = entry.span();
        if (trace != null && TRACE.matcher(trace).matches()) {
            json.writeStringField("traceId", trace);
            if (span != null && SPAN.matcher(span).matches()) {
                json.writeStringField("spanId", span);
            }
        }
        json.writeEndObject();
    }

    private static boolean isWarning(Entry entry) {
        return entry.kind() == Kind.REFUSED
                || entry.kind() == Kind.ALERT
                || entry.kind() == Kind.SETTLED && "unknown".equals(entry.decision());
    }

    /** {@code null} for a time that the format cannot say: it counts from 1970 and has 64 bits. */
    private static @Nullable String nanos(Entry entry) {
        try {
            long seconds = Math.multiplyExact(entry.time().getEpochSecond(), 1_000_000_000L);
            long nanos = Math.addExact(seconds, entry.time().getNano());
            return nanos < 0 ? null : Long.toString(nanos);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static void site(JsonGenerator json, @Nullable String site) throws IOException {
        Matcher parts = SITE.matcher(site == null ? "" : site);
        if (parts.matches()) {
            text(json, "code.function.name", parts.group(1) + "." + parts.group(2));
            if (parts.group(3) != null) {
                number(json, "code.line.number", Long.parseLong(parts.group(3)));
            }
        }
    }

    private static void attribute(JsonGenerator json, String key, @Nullable Object value) throws IOException {
        if (value instanceof Long number) {
            number(json, key, number);
        } else if (value != null) {
            text(json, key, value.toString());
        }
    }

    private static void number(JsonGenerator json, String key, long value) throws IOException {
        value(json, key, "intValue", String.format(Locale.ROOT, "%d", value));
    }

    private static void text(JsonGenerator json, String key, String value) throws IOException {
        value(json, key, "stringValue", value);
    }

    private static void value(JsonGenerator json, String key, String type, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("key", key);
        json.writeObjectFieldStart("value");
        json.writeStringField(type, value);
        json.writeEndObject();
        json.writeEndObject();
    }
}
