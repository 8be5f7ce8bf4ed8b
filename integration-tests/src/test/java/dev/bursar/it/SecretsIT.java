// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.app.load.Prompt;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where keys are to be found once calls have been made with them, and where they must not be. */
class SecretsIT {

    private static final int DEPTH = 4;

    @TempDir
    Path folder;

    @Test
    void a_key_from_the_environment_is_in_the_heap_only() throws Exception {
        try (Lab lab = new Lab(folder)) {
            search(lab, lab.policy());
        }
    }

    @Test
    void a_key_from_a_file_is_in_the_heap_only_where_the_wire_is_fed_from() throws Exception {
        try (Lab lab = new Lab(folder)) {
            Path key = Files.writeString(folder.resolve("billing.key"), Lab.SCOPED_KEY + "\n");
            Map<String, Integer> holders = search(lab, lab.policyOf("bursar.yaml", "file:" + key));
            assertThat(holders.keySet())
                    .as("the one object of ours that holds it")
                    .anyMatch(way -> way.contains("dev.bursar.runtime.credential.Secret#bytes"));
            assertThat(holders.keySet())
                    .as("no object of the application or of stripe-java holds it")
                    .noneMatch(way -> way.contains("com.acme.") || way.contains("com.stripe."));
        }
    }

    private Map<String, Integer> search(Lab lab, Path policy) throws IOException {
        Path dump = folder.resolve("app.hprof");
        Jvm.Done done;
        Jvm jvm = lab.application(Prompt.class, policy).argument(Lab.GLOBAL_KEY);
        if (Files.readString(policy).contains("file:")) {
            jvm.env("LAB_BILLING_KEY", "none");
        }
        try (Lab.Session app = new Lab.Session(jvm.start(folder, "app"))) {
            for (int i = 0; i < 3; i++) {
                assertThat(app.ask("charge", "cus_" + i, "100")).startsWith("ch_");
                assertThat(app.ask(
                                "post",
                                lab.stripe.baseUrl() + "/v1/charges",
                                "application/x-www-form-urlencoded",
                                "text",
                                "amount=100&currency=usd&customer=cus_" + i))
                        .startsWith("200 ");
            }
            assertThat(app.ask("charge", "cus_refused", "9900000")).contains("403");
            assertThat(app.ask("chargeWith", "cus_given", "100", Lab.GLOBAL_KEY, "-"))
                    .startsWith("ch_");
            assertThat(app.ask("heap", dump.toString())).isEqualTo("dumped");
            done = app.end();
        }
        assertThat(done.exit()).isZero();
        assertThat(lab.stripe.keysSeen()).containsExactly("billing");
        Jvm.Done shown =
                Jvm.bursar("dump", lab.state.toString(), "--format", "jsonl").run(folder, "dump");

        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("global", Lab.GLOBAL_KEY);
        keys.put("scoped", Lab.SCOPED_KEY);
        HeapDump heap = HeapDump.read(dump);
        Map<String, Integer> scoped = Map.of();
        StringBuilder table = new StringBuilder();
        table.append(String.format("%-8s %-12s %6s %6s %6s %6s%n", "key", "state files", "out", "err", "dump", "heap"));
        for (Map.Entry<String, String> key : keys.entrySet()) {
            int inState = inFiles(lab.state, key.getValue());
            table.append(String.format(
                    "%-8s %-12d %6d %6d %6d %6d%n",
                    key.getKey(),
                    inState,
                    count(done.out(), key.getValue()),
                    count(done.err(), key.getValue()),
                    count(shown.toString(), key.getValue()),
                    heap.occurrences(key.getValue())));
            Map<String, Integer> holders = heap.holders(key.getValue(), DEPTH);
            scoped = holders;
            holders.forEach((way, times) ->
                    table.append("    ").append(times).append(" x ").append(way).append('\n'));
            assertThat(inState)
                    .as("%s key in the state directory", key.getKey())
                    .isZero();
            assertThat(done.toString() + shown).doesNotContain(key.getValue());
        }
        System.out.println(table);
        return scoped;
    }

    private static int inFiles(Path folder, String key) throws IOException {
        int found = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                String wide = key.replaceAll("(?s)(.)", "$1\0");
                found += count(bytes, key) + count(bytes, wide) + count(file.toString(), key);
            }
        }
        return found;
    }

    private static int count(String text, String wanted) {
        int found = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            found++;
        }
        return found;
    }
}
