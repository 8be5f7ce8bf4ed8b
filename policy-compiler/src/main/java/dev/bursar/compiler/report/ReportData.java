// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.bursar.runtime.policy.Policy;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The data of the page, as JSON that is safe inside a script element. */
final class ReportData {

    /** Nothing in a script element ends it, or begins a comment, without one of these. */
    private static final class InScript extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] escapes;

        InScript() {
            escapes = standardAsciiEscapesForJSON();
            for (char each : new char[] {'<', '>', '&'}) {
                escapes[each] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int ch) {
            return ch == 0x2028 || ch == 0x2029
                    ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", ch))
                    : null;
        }
    }

    private final Summary summary;
    private final ZoneId zone;

    ReportData(Summary summary) {
        this.summary = summary;
        this.zone = summary.asked.zone();
    }

    /** @param journal what was read, and whether it was whole */
    String json(Journalled journal, Instant made) {
        StringWriter text = new StringWriter(64 * 1024);
        JsonFactory factory = new JsonFactory();
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.setCharacterEscapes(new InScript());
            json.writeStartObject();
            head(json, journal, made);
            List<Run> repeated = summary.runs.repeated();
            List<Hold> doubtful = summary.holds.doubtful();
            figures(json, Figure.of(summary, doubtful));
            Instant from = summary.from();
            Instant to = summary.to();
            if (from != null && to != null) {
                caps(json, from.getEpochSecond(), to.getEpochSecond());
                activity(json, from.getEpochSecond(), to.getEpochSecond());
            }
            Tables tables = new Tables(summary);
            json.writeArrayFieldStart("tables");
            for (Table table : List.of(
                    tables.callers(),
                    tables.refusals(),
                    tables.unknown(doubtful),
                    tables.repeats(repeated),
                    tables.notices(),
                    tables.records())) {
                table(json, table);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void head(JsonGenerator json, Journalled journal, Instant made) throws IOException {
        Instant from = summary.from();
        Instant to = summary.to();
        Policy policy = summary.asked.policy();
        json.writeStringField("state", Shown.text(summary.asked.state().toString()));
        json.writeStringField(
                "range",
                from == null || to == null ? "no records" : Shown.time(from, zone) + " to " + Shown.time(to, zone));
        json.writeStringField("zone", zone.equals(ZoneOffset.UTC) ? "UTC" : zone.toString());
        json.writeStringField("made", Shown.time(made, ZoneOffset.UTC) + " UTC");
        long told = summary.latest.count();
        json.writeStringField(
                "records",
                Shown.number(told) + (told == 1 ? " record" : " records") + " told of, of "
                        + Shown.number(journal.sequence()) + " in the journal");
        json.writeStringField("hash", journal.hash());
        json.writeStringField(
                "caps_from",
                policy == null
                        ? "Caps are those that the records name, of each call the tightest, and windows are of UTC. With"
                                + " `--policy` they are the policy's, and its time zone's."
                        : "Caps and time zone are those of `"
                                + Shown.text(String.valueOf(policy.file().getFileName())) + "`.");
        json.writeArrayFieldStart("remarks");
        if (summary.first > 1) {
            json.writeString(
                    "The journal begins with record " + Shown.number(summary.first)
                            + ": what was before has been put away, and of windows that had begun by then only the rest is counted.");
        }
        for (String remark : journal.remarks()) {
            json.writeString(Shown.text(remark));
        }
        json.writeEndArray();
    }

    private static void figures(JsonGenerator json, List<Figure> figures) throws IOException {
        json.writeArrayFieldStart("figures");
        for (Figure figure : figures) {
            json.writeStartObject();
            json.writeStringField("tone", figure.tone());
            json.writeStringField("label", figure.label());
            strings(json, "values", figure.values());
            json.writeStringField("note", figure.note());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void caps(JsonGenerator json, long from, long to) throws IOException {
        json.writeArrayFieldStart("caps");
        for (Caps.Line line : summary.caps.lines()) {
            CapChart chart = CapChart.of(line, summary, from, to);
            json.writeStartObject();
            json.writeStringField("caller", Shown.text(line.caller()));
            json.writeStringField("cap", Shown.text(line.text()));
            json.writeNumberField("limit", line.limit());
            json.writeStringField("of", Shown.amount(line.limit(), line.unit()));
            json.writeNumberField("settled", chart.now().settled());
            json.writeNumberField("held", chart.now().held());
            json.writeStringField(
                    "used",
                    line.unit().equals(Spending.CALLS)
                            ? Shown.number(chart.now().total())
                            : Shown.money(chart.now().total(), line.unit()));
            json.writeStringField("window", chart.nowLabel());
            json.writeStringField("peak", chart.peak());
            json.writeNumberField("refused", chart.refused());
            CapChart.Bars bars = chart.bars();
            if (bars != null) {
                json.writeStringField("each", bars.each());
                json.writeBooleanField("cut", bars.cut());
                json.writeArrayFieldStart("bars");
                for (CapChart.Bar bar : bars.bars()) {
                    json.writeStartArray();
                    json.writeString(bar.label());
                    json.writeNumber(bar.sum().settled());
                    json.writeNumber(bar.sum().held());
                    json.writeString(Shown.amount(bar.sum().total(), line.unit()));
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void activity(JsonGenerator json, long from, long to) throws IOException {
        Span shortest = to - from <= 2 * Span.HOUR.seconds() ? Span.MINUTE : Span.HOUR;
        Timeline timeline = Timeline.over(from, to, shortest, zone);
        long[][] counts = summary.activity.over(timeline, zone);
        json.writeObjectFieldStart("activity");
        json.writeStringField("each", timeline.span().word());
        json.writeBooleanField("cut", timeline.cut());
        json.writeArrayFieldStart("bars");
        for (int i = 0; i < counts.length; i++) {
            json.writeStartArray();
            json.writeString(Shown.start(timeline.starts().get(i), timeline.span(), zone));
            for (long count : counts[i]) {
                json.writeNumber(count);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void table(JsonGenerator json, Table table) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", table.id());
        json.writeStringField("title", table.title());
        json.writeStringField("lead", table.lead());
        json.writeStringField("empty", table.empty());
        json.writeStringField("note", table.note());
        json.writeArrayFieldStart("columns");
        for (Column column : table.columns()) {
            json.writeStartObject();
            json.writeStringField("label", column.label());
            json.writeStringField("kind", column.kind().word());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        for (List<Cell> row : table.rows()) {
            json.writeStartArray();
            for (Cell cell : row) {
                cell(json, cell);
            }
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A text, or a text and the number to sort it by. */
    private static void cell(JsonGenerator json, Cell cell) throws IOException {
        if (cell.sort() == null) {
            json.writeString(cell.text() == null ? "" : cell.text());
        } else {
            json.writeStartArray();
            json.writeString(cell.text());
            json.writeNumber(cell.sort());
            json.writeEndArray();
        }
    }

    private static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
