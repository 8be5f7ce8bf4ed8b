// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.ledger.Reservation.Balance;
import dev.bursar.runtime.ledger.Standing;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** The numbers for JMX. */
final class Bean implements BursarMXBean {

    private static final String NAME = "dev.bursar:type=Bursar";

    private final Numbers numbers;

    private Bean(Numbers numbers) {
        this.numbers = numbers;
    }

    /** Sets up the JVM's own MBean server where the application has not. */
    static void register(Numbers numbers) throws JMException {
        ManagementFactory.getPlatformMBeanServer()
                .registerMBean(new StandardMBean(new Bean(numbers), BursarMXBean.class, true), new ObjectName(NAME));
    }

    @Override
    public Map<String, Long> getCalls() {
        Map<String, Long> calls = new TreeMap<>();
        numbers.counted()
                .calls((caller, operation, decision, count) ->
                        calls.put(caller + " " + operation + " " + decision, count));
        return calls;
    }

    @Override
    public Map<String, Long> getRefusals() {
        Map<String, Long> refusals = new TreeMap<>();
        numbers.counted().refusals(refusals::put);
        return refusals;
    }

    @Override
    public Map<String, Long> getOutcomes() {
        Map<String, Long> outcomes = new TreeMap<>();
        numbers.counted().outcomes((caller, outcome, count) -> outcomes.put(caller + " " + outcome, count));
        return outcomes;
    }

    @Override
    public Map<String, String> getCaps() {
        Map<String, String> caps = new TreeMap<>();
        Standing standing = numbers.gate().standing();
        if (standing != null) {
            for (Balance each : standing.balances()) {
                caps.put(
                        each.caller() + " " + each.cap(),
                        show(each.cap(), each.spent()) + " spent, " + show(each.cap(), each.held()) + " held");
            }
        }
        return caps;
    }

    private static String show(Cap cap, long number) {
        return cap instanceof Cap.OfMoney money
                ? Money.decimal(number, money.limit().currency())
                : Long.toString(number);
    }

    @Override
    public long getOpenHolds() {
        Standing standing = numbers.gate().standing();
        return standing == null ? -1 : standing.held();
    }

    @Override
    public long getUnknownHolds() {
        Standing standing = numbers.gate().standing();
        return standing == null ? -1 : standing.unknown();
    }

    @Override
    public @Nullable String getJournalTrouble() {
        return numbers.gate().journalTrouble();
    }

    @Override
    public long getDeliveredAlerts() {
        return numbers.deliveredAlerts();
    }

    @Override
    public long getDroppedAlerts() {
        return numbers.droppedAlerts();
    }

    @Override
    public String getText() {
        return Page.of(numbers);
    }
}
