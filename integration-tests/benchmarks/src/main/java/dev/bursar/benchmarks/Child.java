// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import dev.bursar.runtime.journal.ChronicleSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own in which a journal can be opened, and what it prints. */
final class Child {

    private Child() {}

    /** @throws IllegalStateException if it does not end with 0 */
    static String run(List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        for (String each : ChronicleSettings.OPENS) {
            all.add("--add-opens=" + each + "=ALL-UNNAMED");
        }
        Process process = Work.jvm(all, System.getProperty("java.class.path"), main.getName(), arguments)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException("a measured process ended with " + exit + " and printed `" + out + "`");
        }
        return out;
    }
}
