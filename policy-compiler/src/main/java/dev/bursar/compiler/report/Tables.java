// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.compiler.report.Column.Kind;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Recorded;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every table of the page, from a summary. */
final class Tables {

    private static final int MOST_ROWS = 500;

    private final Summary summary;
    private final ZoneId zone;

    Tables(Summary summary) {
        this.summary = summary;
        this.zone = summary.asked.zone();
    }

    /** One line a caller and currency, with the money that it was charged for, its own calls and those of callers inside it. */
    Table callers() {
        TreeSet<String> names = new TreeSet<>(summary.callers);
        summary.spending.callers().forEach(names::add);
        summary.refusals.callers().forEach(names::add);
        List<List<Cell>> rows = new ArrayList<>();
        for (String name : names) {
            boolean first = true;
            for (String unit : currencies(name)) {
                Meter meter = summary.spending.find(name, unit);
                Meter.Sum sum = meter == null ? Meter.Sum.NOTHING : meter.told();
                Meter calls = summary.spending.find(name, Spending.CALLS);
                // what is not of a currency stands in the caller's first line
                rows.add(List.of(
                        Cell.text(name.isEmpty() ? "(nobody)" : name),
                        unit.isEmpty() ? Cell.text(null) : Cell.amount(sum.settled(), unit),
                        unit.isEmpty() ? Cell.text(null) : Cell.amount(sum.held(), unit),
                        first ? Cell.number(calls == null ? 0 : calls.told().total()) : Cell.text(null),
                        first ? Cell.number(summary.refusals.of(name)) : Cell.text(null),
                        first ? Cell.number(summary.rehearsed.getOrDefault(name, 0L)) : Cell.text(null)));
                first = false;
            }
        }
        return cut(
                "callers",
                "Callers",
                "What each caller was charged, for its own calls and for those of callers that it called.",
                "No caller made a call.",
                List.of(
                        Column.of("Caller", Kind.TEXT),
                        Column.of("Charged", Kind.MONEY),
                        Column.of("Held or unknown", Kind.MONEY),
                        Column.of("Calls", Kind.NUMBER),
                        Column.of("Refused", Kind.NUMBER),
                        Column.of("Rehearsed", Kind.NUMBER)),
                rows,
                rows.size());
    }

    private List<String> currencies(String caller) {
        List<String> currencies = new ArrayList<>();
        if (summary.spending.find(caller, Spending.CALLS) != null) {
            summary.spending.units(caller).forEach(currencies::add);
            currencies.remove(Spending.CALLS);
        }
        return currencies.isEmpty() ? List.of("") : currencies;
    }

    Table refusals() {
        List<List<Cell>> rows = new ArrayList<>();
        List<Map.Entry<Refusals.Sameness, Refusals.Count>> all = summary.refusals.all();
        for (Map.Entry<Refusals.Sameness, Refusals.Count> each : all.subList(0, Math.min(all.size(), MOST_ROWS))) {
            Refusals.Sameness same = each.getKey();
            rows.add(List.of(
                    Cell.text(same.reason()),
                    Cell.text(same.caller().isEmpty() ? "(nobody)" : same.caller()),
                    Cell.text(same.operation()),
                    Cell.number(each.getValue().count),
                    Cell.text(Shown.time(each.getValue().last, zone)),
                    Cell.text(same.rule())));
        }
        return cut(
                "refusals",
                "Refused",
                "Calls that were not sent, by reason and caller.",
                "Nothing was refused.",
                List.of(
                        Column.of("Reason", Kind.TEXT),
                        Column.of("Caller", Kind.TEXT),
                        Column.of("Operation", Kind.TEXT),
                        Column.of("Times", Kind.BAR),
                        Column.of("Last", Kind.TIME),
                        Column.of("Rule", Kind.CODE)),
                rows,
                all.size());
    }

    Table unknown(List<Hold> doubtful) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Hold hold : doubtful.subList(Math.max(0, doubtful.size() - MOST_ROWS), doubtful.size())) {
            Entry first = hold.first;
            Entry outcome = hold.outcome;
            Money amount = first.amount();
            rows.add(List.of(
                    Cell.number(hold.sequence),
                    Cell.text(Shown.time(first.time(), zone)),
                    Cell.text(first.caller()),
                    Cell.text(first.operation()),
                    amount == null ? Cell.text(null) : Cell.amount(hold.charged, amount.currency()),
                    Cell.text(outcome == null ? "no outcome recorded yet" : outcome.reason()),
                    Cell.text(first.run()),
                    Cell.text(first.key()),
                    Cell.text(outcome == null ? null : outcome.requestId())));
        }
        return cut(
                "unknown",
                "Unknown outcomes",
                "Calls that may have been carried out. What they hold stays charged until somebody finds out. All that are open at the end, however old.",
                "Every call has an outcome.",
                List.of(
                        Column.of("Record", Kind.NUMBER),
                        Column.of("Admitted", Kind.TIME),
                        Column.of("Caller", Kind.TEXT),
                        Column.of("Operation", Kind.TEXT),
                        Column.of("Held", Kind.MONEY),
                        Column.of("Why", Kind.TEXT),
                        Column.of("Run", Kind.CODE),
                        Column.of("Key", Kind.CODE),
                        Column.of("Request", Kind.CODE)),
                rows,
                doubtful.size());
    }

    Table repeats(List<Run> repeated) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Run run : repeated.subList(0, Math.min(repeated.size(), MOST_ROWS))) {
            long most =
                    run.spared.values().stream().mapToLong(each -> each).max().orElse(0);
            rows.add(List.of(
                    Cell.text(run.caller),
                    Cell.text(run.id),
                    Cell.number(run.attempts),
                    Cell.number(Math.max(0, run.repeats)),
                    new Cell(Shown.money(run.spared), most),
                    Cell.number(run.suspects),
                    Cell.text(Shown.time(run.first, zone)),
                    Cell.text(Shown.time(run.last, zone))));
        }
        return cut(
                "repeats",
                "Runs that were tried again",
                "Runs of several attempts, or with one action more than once. Repeats went out under the key of the first, or were answered"
                        + " with its result; with a new key each, they could have been charged again.",
                "No run was tried again.",
                List.of(
                        Column.of("Caller", Kind.TEXT),
                        Column.of("Run", Kind.CODE),
                        Column.of("Attempts", Kind.NUMBER),
                        Column.of("Repeats", Kind.NUMBER),
                        Column.of("Not charged again", Kind.MONEY),
                        Column.of("Possible duplicates", Kind.NUMBER),
                        Column.of("First", Kind.TIME),
                        Column.of("Last", Kind.TIME)),
                rows,
                summary.runs.told());
    }

    Table notices() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Recorded recorded : summary.notices.all()) {
            Entry entry = recorded.entry();
            rows.add(List.of(
                    Cell.number(recorded.sequence()),
                    Cell.text(Shown.time(entry.time(), zone)),
                    Cell.text(entry.kind().word()),
                    Cell.text(entry.caller()),
                    Cell.text(entry.cap()),
                    Cell.text(entry.reason())));
        }
        return cut(
                "notices",
                "Alerts and changes",
                "What somebody should look at, and when policy or ledger changed; the last first.",
                "There was no alert and no change.",
                List.of(
                        Column.of("Record", Kind.NUMBER),
                        Column.of("Time", Kind.TIME),
                        Column.of("Kind", Kind.WORD),
                        Column.of("Caller", Kind.TEXT),
                        Column.of("Cap", Kind.TEXT),
                        Column.of("What", Kind.TEXT)),
                rows,
                summary.notices.count());
    }

    Table records() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Recorded recorded : summary.latest.all()) {
            Entry entry = recorded.entry();
            Money amount = entry.amount();
            Integer status = entry.status();
            rows.add(List.of(
                    Cell.number(recorded.sequence()),
                    Cell.text(Shown.time(entry.time(), zone)),
                    Cell.text(entry.kind().word() + (entry.count() > 1 ? " x" + entry.count() : "")),
                    Cell.text(entry.caller()),
                    Cell.text(entry.operation()),
                    amount == null ? Cell.text(null) : Cell.amount(amount.micros(), amount.currency()),
                    status == null ? Cell.text(null) : new Cell(status.toString(), status.longValue()),
                    Cell.text(detail(entry)),
                    Cell.text(entry.run()),
                    Cell.text(entry.site())));
        }
        return cut(
                "records",
                "Latest records",
                "As the journal has them, the last first.",
                "There is no record.",
                List.of(
                        Column.of("Record", Kind.NUMBER),
                        Column.of("Time", Kind.TIME),
                        Column.of("Kind", Kind.WORD),
                        Column.of("Caller", Kind.TEXT),
                        Column.of("Operation", Kind.TEXT),
                        Column.of("Amount", Kind.MONEY),
                        Column.of("Status", Kind.NUMBER),
                        Column.of("Detail", Kind.TEXT),
                        Column.of("Run", Kind.CODE),
                        Column.of("Site", Kind.CODE)),
                rows,
                summary.latest.count());
    }

    private static @Nullable String detail(Entry entry) {
        String decision = Objects.equals(entry.decision(), entry.kind().word()) ? null : entry.decision();
        List<String> parts = Stream.of(decision, entry.reason(), entry.objectId(), entry.labels())
                .filter(Objects::nonNull)
                .toList();
        return parts.isEmpty() ? null : String.join(", ", parts);
    }

    private static Table cut(
            String id, String title, String lead, String empty, List<Column> columns, List<List<Cell>> rows, long all) {
        String note = all > rows.size()
                ? Shown.number(rows.size()) + " of " + Shown.number(all)
                        + " are on this page; `dump` and `export` show the rest."
                : "";
        return new Table(id, title, lead, empty, note, columns, rows);
    }
}
