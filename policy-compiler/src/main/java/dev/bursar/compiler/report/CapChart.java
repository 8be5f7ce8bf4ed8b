// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One cap and what was charged against it.
 *
 * @param now of the window at the end; of a cap per call or run, of the one that came closest
 * @param nowLabel what {@code now} is of
 * @param peak the fullest window told of, and when it began; empty if {@code now} says it already
 * @param refused how often it was reached
 * @param bars the windows in their order; {@code null} for a cap per call or run
 */
record CapChart(
        Caps.Line line,
        Meter.Sum now,
        String nowLabel,
        String peak,
        long refused,
        @Nullable Bars bars) {

    /**
     * @param each what one bar is: {@code day}, or {@code fullest hour of a day}
     * @param cut whether there were more before
     */
    record Bars(String each, boolean cut, List<Bar> bars) {}

    /** @param label when it began */
    record Bar(String label, Meter.Sum sum) {}

    /** @param to the last second of the report */
    static CapChart of(Caps.Line line, Summary summary, long from, long to) {
        long refused = summary.refusals.of(line.caller(), line.text());
        Meter meter = summary.spending.find(line.caller(), line.unit());
        if (meter == null) {
            meter = new Meter();
        }
        return switch (line.window()) {
            case CALL -> new CapChart(line, new Meter.Sum(meter.largestCall(), 0), "largest call", "", refused, null);
            case RUN -> new CapChart(line, new Meter.Sum(meter.largestRun(), 0), "largest run", "", refused, null);
            default -> ofCalendar(line, meter, refused, from, to, summary.asked.zone());
        };
    }

    private static CapChart ofCalendar(Caps.Line line, Meter meter, long refused, long from, long to, ZoneId zone) {
        Span window = Span.of(line.window());
        NavigableMap<Long, Meter.Sum> windows = meter.windows(window, from, zone);
        Timeline timeline = Timeline.over(from, to, window, zone);
        List<Meter.Sum> fullest = new ArrayList<>();
        timeline.starts().forEach(any -> fullest.add(Meter.Sum.NOTHING));
        Map.Entry<Long, Meter.Sum> peak = null;
        for (Map.Entry<Long, Meter.Sum> each : windows.entrySet()) {
            int index = timeline.index(each.getKey(), zone);
            if (index >= 0 && each.getValue().total() > fullest.get(index).total()) {
                fullest.set(index, each.getValue());
            }
            if (peak == null || each.getValue().total() > peak.getValue().total()) {
                peak = each;
            }
        }
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < fullest.size(); i++) {
            bars.add(new Bar(Shown.start(timeline.starts().get(i), timeline.span(), zone), fullest.get(i)));
        }
        Meter.Sum now = windows.getOrDefault(window.floor(to, zone), Meter.Sum.NOTHING);
        String each = timeline.span() == window
                ? window.word()
                : "fullest " + window.word() + " of each " + timeline.span().word();
        return new CapChart(
                line,
                now,
                window.word() + " from " + Shown.start(window.floor(to, zone), window, zone),
                peak == null || peak.getValue().total() == 0 || peak.getKey() == window.floor(to, zone)
                        ? ""
                        : Shown.amount(peak.getValue().total(), line.unit()) + " in the " + window.word() + " from "
                                + Shown.start(peak.getKey(), window, zone),
                refused,
                new Bars(each, timeline.cut(), bars));
    }
}
