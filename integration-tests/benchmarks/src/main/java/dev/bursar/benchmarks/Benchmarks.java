// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.util.List;

/** The command: {@code java -jar benchmarks.jar startup|boot|calls|threads|agents|decision|ledger-redis|all}. Prints Markdown. */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        String what = arguments.length == 1 ? arguments[0] : "";
        if (!List.of("startup", "boot", "calls", "threads", "agents", "decision", "ledger-redis", "all")
                .contains(what)) {
            System.err.println(
                    "usage: java -jar benchmarks.jar startup|boot|calls|threads|agents|decision|ledger-redis|all");
            System.exit(2);
        }
        boolean all = what.equals("all");
        System.out.println(Machine.line());
        try (Work work = Work.open()) {
            if (all || what.equals("startup")) {
                System.out.println(Startup.measure(work, 15));
            }
            if (all || what.equals("boot")) {
                System.out.println(Startup.springBoot(work, 10));
            }
            if (all || what.equals("agents")) {
                System.out.println(Agents.measure(work, 3, 5));
            }
            if (all || what.equals("calls")) {
                System.out.println(Calls.measure(work, 1, Calls.Length.FULL));
            }
            if (all || what.equals("threads")) {
                System.out.println(Calls.measure(work, 8, Calls.Length.FULL));
            }
        }
        if (all || what.equals("decision")) {
            System.out.println(Decision.measure(1));
            System.out.println(Decision.measure(8));
        }
        if (all || what.equals("ledger-redis")) {
            System.out.println(LedgerRedis.measure(200));
        }
        System.out.println(Machine.line());
    }
}
