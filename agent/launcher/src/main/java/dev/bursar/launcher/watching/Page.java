// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.ledger.Reservation.Balance;
import dev.bursar.runtime.ledger.Standing;
import dev.bursar.runtime.watching.Histogram;
import dev.bursar.runtime.watching.Metrics;
import java.math.BigDecimal;

/** The numbers as text that Prometheus and its like read: text format 0.0.4. */
final class Page {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4_096);

    private Page() {}

    static String of(Numbers numbers) {
        Page page = new Page();
        page.counted(numbers.counted());
        page.caps(numbers);
        page.journal(numbers);
        page.family("bursar_alerts_delivered_total", "counter", "Alerts that a webhook or command has taken.")
                .sample("bursar_alerts_delivered_total", numbers.deliveredAlerts());
        page.family("bursar_alerts_dropped_total", "counter", "Alerts that could not be delivered.")
                .sample("bursar_alerts_dropped_total", numbers.droppedAlerts());
        return page.text.toString();
    }

    private void counted(Metrics counted) {
        family("bursar_calls_total", "counter", "Calls decided on since the process began.");
        counted.calls((caller, operation, decision, calls) ->
                sample("bursar_calls_total", calls, "caller", caller, "operation", operation, "decision", decision));
        family("bursar_refusals_total", "counter", "Refused calls by the refusal's code.");
        counted.refusals((reason, calls) -> sample("bursar_refusals_total", calls, "reason", reason));
        family("bursar_outcomes_total", "counter", "What became of calls that were let go.");
        counted.outcomes((caller, outcome, calls) ->
                sample("bursar_outcomes_total", calls, "caller", caller, "outcome", outcome));
    }

    private void caps(Numbers numbers) {
        Standing standing = numbers.gate().standing();
        if (standing == null) {
            return;
        }
        family("bursar_cap_spent", "gauge", "Settled or unknown in the present window, in the unit's own measure.");
        for (Balance each : standing.balances()) {
            cap("bursar_cap_spent", each, each.spent());
        }
        family("bursar_cap_held", "gauge", "Set aside and not settled yet, in the present window.");
        for (Balance each : standing.balances()) {
            cap("bursar_cap_held", each, each.held());
        }
        family("bursar_cap_limit", "gauge", "The most that may be spent and held together.");
        for (Balance each : standing.balances()) {
            cap("bursar_cap_limit", each, each.limit());
        }
        family("bursar_holds", "gauge", "Holds that await an outcome, and holds charged as nobody knows theirs.")
                .sample("bursar_holds", standing.held(), "state", "held")
                .sample("bursar_holds", standing.unknown(), "state", "unknown");
    }

    private void cap(String name, Balance balance, long number) {
        Cap cap = balance.cap();
        String unit = cap instanceof Cap.OfMoney money ? money.limit().currency() : "calls";
        String value = cap instanceof Cap.OfMoney money
                ? Money.decimal(number, money.limit().currency())
                : Long.toString(number);
        line(name, value, "caller", balance.caller(), "window", cap.window().word(), "unit", unit);
    }

    private void journal(Numbers numbers) {
        family("bursar_journal_up", "gauge", "1 if the journal takes entries, 0 if calls are refused as it does not.")
                .sample("bursar_journal_up", numbers.gate().journalTrouble() == null ? 1 : 0);
        Histogram.Counted waits = numbers.counted().journal();
        String name = "bursar_journal_wait_seconds";
        family(name, "histogram", "How long calls that move money waited for the journal.");
        long below = 0;
        for (int i = 0; i < waits.counts().length; i++) {
            below += waits.counts()[i];
            String end = i == waits.atMost().length ? "+Inf" : seconds(waits.atMost()[i]);
            sample(name + "_bucket", below, "le", end);
        }
        line(name + "_sum", seconds(waits.nanos()));
        sample(name + "_count", below);
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    private Page family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    private Page sample(String name, long value, String... labels) {
        return line(name, Long.toString(value), labels);
    }

    /** @param labels names and values in turn */
    private Page line(String name, String value, String... labels) {
        text.append(name);
        for (int i = 0; i < labels.length; i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            escape(labels[i + 1]);
            text.append('"');
        }
        if (labels.length > 0) {
            text.append('}');
        }
        text.append(' ').append(value).append('\n');
        return this;
    }

    private void escape(String label) {
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (c == '\\' || c == '"') {
                text.append('\\').append(c);
            } else if (c == '\n') {
                text.append("\\n");
            } else {
                text.append(c);
            }
        }
    }
}
