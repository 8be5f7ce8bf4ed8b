// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.util.List;

/** The command: {@code java -jar benchmarks.jar VERB}, of which {@code all} does every other. Prints Markdown. */
public final class Benchmarks {

    private static final List<String> VERBS = List.of(
            "startup",
            "boot",
            "calls",
            "threads",
            "agents",
            "decision",
            "journal",
            "rebuild",
            "ledger",
            "ledger-redis",
            "all");

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        String what = arguments.length == 1 ? arguments[0] : "";
        if (!VERBS.contains(what)) {
            System.err.println("usage: java [-Drecords=N] -jar benchmarks.jar " + String.join("|", VERBS));
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
            if (all || what.equals("journal")) {
                System.out.println(Writes.measure(work, 1, Writes.Length.FULL));
                System.out.println(Writes.measure(work, 16, Writes.Length.FULL));
            }
            if (all || what.equals("rebuild")) {
                System.out.println(Openings.measure(work, Integer.getInteger("records", 1_000_000), 5));
            }
        }
        if (all || what.equals("ledger")) {
            System.out.println(Counting.measure(3, 5));
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
