// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The same application, before and after. */
record Comparison(List<Row> rows) {
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";

    /** One thing that was counted; {@code wanted} is what it has to be with the agent. */
    record Row(String what, String before, String after, String wanted) {
        boolean asWanted() {
            return after.equals(wanted);
        }
    }

    static Comparison of(Findings before, Findings after) {
        return new Comparison(List.of(
                count("charges for one intended charge", before.chargesForOneOrder(), after.chargesForOneOrder(), 1),
                count(
                        "charges for one order whose tool threw",
                        before.chargesAfterThrow(),
                        after.chargesAfterThrow(),
                        1),
                keys("keys seen from the billing agent", before.billingKeys(), after.billingKeys(), "billing"),
                keys("keys seen from the refunds agent", before.refundsKeys(), after.refundsKeys(), "refunds"),
                count("refunds made by the billing agent", before.refundsByBilling(), after.refundsByBilling(), 0),
                count("charges made by the refunds agent", before.chargesByRefunds(), after.chargesByRefunds(), 0),
                count("refunds made by the refunds agent", before.refundsByRefunds(), after.refundsByRefunds(), 1),
                new Row(
                        "USD charged, where 500.00 a day is the cap",
                        dollars(before.centsByBilling()),
                        dollars(after.centsByBilling()),
                        "500.00"),
                count(
                        "charges made by a 50-example evaluation",
                        before.chargesByEvaluation(),
                        after.chargesByEvaluation(),
                        0)));
    }

    private static Row count(String what, long before, long after, long wanted) {
        return new Row(what, Long.toString(before), Long.toString(after), Long.toString(wanted));
    }

    private static Row keys(String what, Set<String> before, Set<String> after, String wanted) {
        return new Row(what, String.join(", ", before), String.join(", ", after), wanted);
    }

    private static String dollars(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }

    boolean asWanted() {
        return rows.stream().allMatch(Row::asWanted);
    }

    /** Lines of plain text; colour marks the last column if asked for, and what is not as wanted says so in words. */
    List<String> lines(boolean colour) {
        int what = width(rows.stream().map(Row::what).toList(), "what Stripe saw");
        int before = width(rows.stream().map(Row::before).toList(), "without");
        int after = width(rows.stream().map(Row::after).toList(), "with Bursar");
        List<String> lines = new ArrayList<>();
        lines.add(line(what, before, after, "what Stripe saw", "without", "with Bursar"));
        lines.add("-".repeat(what) + "  " + "-".repeat(before) + "  " + "-".repeat(after));
        for (Row row : rows) {
            String line = line(what, before, after, row.what(), row.before(), row.after());
            if (colour) {
                int last = line.length() - row.after().length();
                line = line.substring(0, last) + (row.asWanted() ? GREEN : RED) + row.after() + PLAIN;
            }
            lines.add(row.asWanted() ? line : line + "  <- should be " + row.wanted());
        }
        return lines;
    }

    private static int width(List<String> cells, String title) {
        return cells.stream().mapToInt(String::length).reduce(title.length(), Math::max);
    }

    private static String line(int what, int before, int after, String first, String second, String third) {
        return String.format("%-" + what + "s  %" + before + "s  %" + after + "s", first, second, third);
    }
}
