// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.reconcile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.gate.Reconciliation.Outcome;
import dev.bursar.runtime.gate.Unsettled;
import dev.bursar.runtime.gate.Way;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One hold as a person or a script sees it.
 *
 * @param way what could be done about it
 * @param outcome what was done; {@code null} if nothing was
 * @param now by which its age is told
 */
record Shown(Unsettled hold, Way way, @Nullable Outcome outcome, Instant now) {

    enum Format {
        table,
        jsonl
    }

    private static final JsonFactory JSON = new JsonFactory();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String ROW = "%-19s  %8s  %-14s  %-28s  %14s  %-15s";

    static void header(PrintWriter out, boolean done) {
        out.println(String.format(
                Locale.ROOT, ROW, "TIME (UTC)", "AGE", "CALLER", "OPERATION", "AMOUNT", done ? "OUTCOME" : "CAN BE"));
    }

    /** Four lines: nothing of a key is cut, so that it can be looked for elsewhere. */
    void print(PrintWriter out) {
        out.println(String.format(
                        Locale.ROOT,
                        ROW,
                        TIME.format(hold.since()),
                        age(),
                        plain(hold.caller()),
                        plain(String.valueOf(hold.first().operation())),
                        amount().toString(),
                        done() == null ? word(way) : done().word())
                .stripTrailing());
        out.println("    key " + plain(hold.key()));
        out.println("    run " + plain(hold.run()) + ", unknown because: " + plain(hold.why()));
        Outcome known = done();
        if (known == null) {
            String why = way.why();
            if (!why.isEmpty()) {
                out.println("    " + (way.kind() == Way.Kind.READ ? "not repeated: " : "") + plain(why));
            }
        } else {
            StringBuilder text = new StringBuilder();
            for (@Nullable
            String part : new @Nullable String[] {
                known.objectId(), known.status() == null ? null : "status " + known.status(), known.why()
            }) {
                if (part != null) {
                    text.append(text.isEmpty() ? "" : ", ").append(part);
                }
            }
            if (!text.isEmpty()) {
                out.println("    " + plain(text.toString()));
            }
        }
    }

    private @Nullable Outcome done() {
        return outcome;
    }

    private static String word(Way way) {
        return switch (way.kind()) {
            case REPEAT -> "repeated";
            case READ -> "read";
            case NONE -> "not known";
        };
    }

    private Money amount() {
        Money moved = outcome == null ? null : outcome.moved();
        return moved == null ? hold.held() : moved;
    }

    private String age() {
        Duration age = Duration.between(hold.since(), now);
        if (age.isNegative()) {
            return "-";
        }
        if (age.toHours() >= 48) {
            return age.toDays() + " d";
        }
        return age.toMinutes() >= 60 ? age.toHours() + " h " + age.toMinutesPart() + " m" : age.toMinutes() + " m";
    }

    /** One JSON object. */
    String json() {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", MICROSECONDS.format(hold.since()));
            json.writeNumberField("age_s", Duration.between(hold.since(), now).toSeconds());
            field(json, "caller", hold.caller());
            field(json, "run", hold.run());
            field(json, "vendor", hold.first().vendor());
            field(json, "operation", hold.first().operation());
            field(json, "amount", hold.held().decimal());
            field(json, "currency", hold.held().currency());
            field(json, "key", hold.key());
            field(json, "unknown_because", hold.why());
            field(json, "can", way.kind().word());
            field(json, "why", way.why().isEmpty() ? null : way.why());
            if (outcome != null) {
                Money moved = outcome.moved();
                field(json, "outcome", outcome.word());
                field(json, "moved", moved == null ? null : moved.decimal());
                field(json, "moved_currency", moved == null ? null : moved.currency());
                field(json, "object_id", outcome.objectId());
                if (outcome.status() != null) {
                    json.writeNumberField("status", outcome.status());
                }
                field(json, "request_id", outcome.requestId());
                field(json, "outcome_why", outcome.why());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void field(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    /** Without anything that a terminal would obey. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
