// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The caps of each caller: those of the policy, or those that the records name. */
final class Caps {

    /**
     * @param caller whose it is
     * @param text as a policy writes it
     * @param unit a currency, or {@link Spending#CALLS}
     * @param limit millionths of the currency's unit, or calls
     */
    record Line(String caller, String text, String unit, long limit, Window window) {}

    private static final Pattern TEXT = Pattern.compile("([0-9.]{1,20}) ([A-Za-z]{3}|calls) per ([a-z]+)");
    private static final int MOST = 500;

    private final @Nullable Policy policy;
    private final Map<String, Set<String>> seen = new TreeMap<>();
    private int count;

    Caps(@Nullable Policy policy) {
        this.policy = policy;
    }

    void accept(Entry entry) {
        String whose = entry.capCaller() == null ? entry.caller() : entry.capCaller();
        if (policy == null && whose != null && entry.cap() != null && count < MOST) {
            if (seen.computeIfAbsent(whose, any -> new LinkedHashSet<>()).add(entry.cap())) {
                count++;
            }
        }
    }

    /** By caller, then from the longest window to the shortest. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        if (policy == null) {
            seen.forEach(
                    (caller, texts) -> texts.forEach(text -> parse(caller, text).ifPresent(lines::add)));
        } else {
            for (CallerPolicy caller : policy.callers().values()) {
                caller.caps().forEach(cap -> lines.add(line(caller.name(), cap)));
            }
        }
        lines.sort(Comparator.comparing(Line::caller)
                .thenComparing(Line::window, Comparator.reverseOrder())
                .thenComparing(line -> line.unit().equals(Spending.CALLS))
                .thenComparing(Line::unit)
                .thenComparing(Line::limit));
        return lines.size() > MOST ? lines.subList(0, MOST) : lines;
    }

    private static Line line(String caller, Cap cap) {
        return cap instanceof Cap.OfMoney money
                ? new Line(
                        caller,
                        cap.toString(),
                        money.limit().currency(),
                        money.limit().micros(),
                        cap.window())
                : new Line(caller, cap.toString(), Spending.CALLS, ((Cap.OfCalls) cap).limit(), cap.window());
    }

    static Optional<Line> parse(String caller, String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Window> window = Arrays.stream(Window.values())
                .filter(each -> each.word().equals(matcher.group(3)))
                .findFirst();
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        try {
            long limit = unit.equals(Spending.CALLS)
                    ? Long.parseLong(matcher.group(1))
                    : Money.parse(matcher.group(1) + " " + unit).micros();
            return window.map(each -> new Line(caller, text, unit, limit, each));
        } catch (IllegalArgumentException e) {
            // not as this Bursar writes a cap: there is nothing to draw
            return Optional.empty();
        }
    }
}
