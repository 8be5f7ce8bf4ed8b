// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What all rounds came to. Thread-safe. */
final class FaultTable {

    private final Map<Kind, Row> rows = new LinkedHashMap<>();

    private static final class Row {
        private int rounds;
        private int failed;
        private int broken;
        private long accepted;
        private long cap;
        private final Set<Integer> jdks = new TreeSet<>();
    }

    FaultTable(List<Kind> kinds) {
        kinds.forEach(kind -> rows.put(kind, new Row()));
    }

    /**
     * @param accepted by the vendor, in cents
     * @param cap of all days in which it accepted anything, in cents
     * @param broken how many invariants
     * @param ended whether the round came to its end: nothing hung, the fault was met, and calls were served again
     */
    synchronized void count(Kind kind, int jdk, long accepted, long cap, int broken, boolean ended) {
        Row row = rows.get(kind);
        if (row == null) {
            throw new IllegalArgumentException(kind.name());
        }
        row.rounds++;
        row.jdks.add(jdk);
        row.accepted += accepted;
        row.cap += cap;
        row.broken += broken;
        row.failed += ended ? 0 : 1;
    }

    /** As Markdown. */
    synchronized String text() {
        StringBuilder text = new StringBuilder(
                "| fault | simulated by | JDK | rounds | accepted by the vendor, USD | caps, USD | rounds that hung or did not recover | invariants broken |\n"
                        + "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n");
        Row all = new Row();
        rows.forEach((kind, row) -> {
            text.append(line(kind.name(), kind.unable() == null ? kind.how() : "not tried: " + kind.unable(), row));
            all.rounds += row.rounds;
            all.jdks.addAll(row.jdks);
            all.accepted += row.accepted;
            all.cap += row.cap;
            all.broken += row.broken;
            all.failed += row.failed;
        });
        return text.append(line("**all**", "", all)).toString();
    }

    private static String line(String name, String how, Row row) {
        List<String> jdks = new ArrayList<>();
        row.jdks.forEach(jdk -> jdks.add(jdk.toString()));
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %.2f | %.2f | %d | %d |%n",
                name,
                how,
                String.join(", ", jdks),
                row.rounds,
                row.accepted / 100.0,
                row.cap / 100.0,
                row.failed,
                row.broken);
    }

    synchronized void print(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text());
        System.out.println("\n" + text());
    }

    /** Why the table is not as it should be; empty if it is. */
    synchronized List<String> faults() {
        List<String> faults = new ArrayList<>();
        rows.forEach((kind, row) -> {
            if (row.rounds == 0 && kind.unable() == null) {
                faults.add(kind.name() + ": was not tried");
            }
            if (row.broken > 0) {
                faults.add(kind.name() + ": " + row.broken + " invariants broken");
            }
            if (row.failed > 0) {
                faults.add(kind.name() + ": " + row.failed + " rounds hung or did not recover");
            }
        });
        return faults;
    }
}
