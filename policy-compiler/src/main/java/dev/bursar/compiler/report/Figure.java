// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the numbers at the head of the page.
 *
 * @param tone by which it is coloured
 * @param values the number, or one a currency
 * @param note what it means, in a few words
 */
record Figure(String tone, String label, List<String> values, String note) {

    static List<Figure> of(Summary summary, List<Hold> doubtful) {
        List<String> settled = new ArrayList<>();
        List<String> held = new ArrayList<>();
        for (Map.Entry<String, Meter.Sum> each : summary.spending.totals().entrySet()) {
            settled.add(Shown.money(each.getValue().settled(), each.getKey()));
        }
        Map<String, Long> doubt = new TreeMap<>();
        for (Hold hold : doubtful) {
            if (hold.first.amount() != null) {
                doubt.merge(hold.first.amount().currency(), hold.charged, Long::sum);
            }
        }
        doubt.forEach((currency, micros) -> held.add(Shown.money(micros, currency)));
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(
                "settled",
                "charged",
                orNone(settled, "0"),
                Shown.calls(summary.activity.total(Activity.Fate.ADMITTED)) + " sent"));
        figures.add(new Figure(
                "held",
                "held or unknown",
                orNone(held, "0"),
                doubtful.isEmpty()
                        ? "every call has an outcome"
                        : Shown.calls(doubtful.size()) + " without an outcome"));
        figures.add(new Figure(
                "refused",
                "refused",
                List.of(Shown.number(summary.refusals.total())),
                summary.refusals.total() == 1 ? "call, not sent" : "calls, not sent"));
        List<String> spared = new ArrayList<>();
        summary.runs.spared().forEach((currency, micros) -> spared.add(Shown.money(micros, currency)));
        figures.add(new Figure(
                "spared",
                "not charged again",
                orNone(spared, "0"),
                Shown.number(Math.max(0, summary.runs.repeats())) + " repeats under a known key"));
        long rehearsed = summary.activity.total(Activity.Fate.REHEARSED);
        figures.add(new Figure(
                "rehearsed",
                "rehearsed",
                List.of(Shown.number(rehearsed)),
                summary.rehearsedMoney.isEmpty()
                        ? "calls, answered here"
                        : "calls, answered here, of " + Shown.money(summary.rehearsedMoney)));
        figures.add(new Figure(
                "alerts",
                "alerts",
                List.of(Shown.number(summary.alerts)),
                summary.alerts == 0 ? "nothing to look at" : "to look at, below"));
        return figures;
    }

    private static List<String> orNone(List<String> values, String none) {
        return values.isEmpty() ? List.of(none) : values;
    }
}
