// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Fault;
import com.acme.simulator.SeenRequest;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bursar.it.harness.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GOOD = "amount=100&currency=usd&customer=cus_1";

    @TempDir
    Path folder;

    /** What an application can hand to a client as a body, and what must come of it. */
    @Test
    void bodies_that_cannot_be_judged_are_refused_and_recorded() {
        try (Lab lab = new Lab(folder);
                Lab.Session app = lab.session(lab.policy(), "app")) {
            String url = lab.stripe.baseUrl() + "/v1/charges";
            Map<String, String[]> bodies = new LinkedHashMap<>();
            bodies.put("plain text", new String[] {"text/plain", "text", "please charge 100"});
            bodies.put("binary as form", new String[] {FORM, "text", "\u0000\u0001\u0002=%zz%"});
            bodies.put("broken escape", new String[] {FORM, "text", GOOD + "&x=%g1"});
            bodies.put("amount twice", new String[] {FORM, "text", GOOD + "&amount=99999999"});
            bodies.put("amount of letters", new String[] {FORM, "text", "amount=many&currency=usd"});
            bodies.put("amount past 64 bits", new String[] {FORM, "text", "amount=18446744073709551716&currency=usd"});
            bodies.put("amount negative", new String[] {FORM, "text", "amount=-100&currency=usd"});
            bodies.put("amount with sign", new String[] {FORM, "text", "amount=%2B100&currency=usd"});
            bodies.put("currency of no country", new String[] {FORM, "text", "amount=100&currency=zzzz"});
            bodies.put("no body", new String[] {FORM, "text", ""});
            bodies.put("JSON cut off", new String[] {"application/json", "text", "{\"amount\": 100, "});
            bodies.put("JSON too deep", new String[] {"application/json", "text", "[".repeat(20_000)});
            bodies.put("multipart without boundary", new String[] {"multipart/form-data", "text", GOOD});
            bodies.put("long one-shot stream", new String[] {
                FORM, "stream", GOOD + "&description=" + "x".repeat(9 << 20)
            });
            bodies.put("100 MB", new String[] {FORM, "zeros", Integer.toString(100 << 20)});

            StringBuilder table = new StringBuilder();
            for (Map.Entry<String, String[]> body : bodies.entrySet()) {
                String answer = app.ask("post", url, body.getValue()[0], body.getValue()[1], body.getValue()[2]);
                table.append(String.format("%-28s %s%n", body.getKey(), cut(answer)));
                assertThat(answer).as(body.getKey()).matches("4\\d\\d .*bursar_.*");
            }
            System.out.print(table);
            String deep = app.ask(
                    "post", lab.stripe.baseUrl() + "/v2/core/events", "application/json", "text", "[".repeat(1 << 20));
            assertThat(deep).as("JSON nested deeper than any stack").matches("4\\d\\d .*bursar_.*");
            assertThat(lab.stripe.requests()).isEmpty();
            assertThat(app.ask("post", url, FORM, "text", GOOD)).startsWith("200 ");
            // one that can be read but once is read once, and sent as it was read
            assertThat(app.ask("post", url, FORM, "stream", GOOD)).startsWith("200 ");
            assertThat(lab.stripe.moneyIn("usd")).isEqualTo(200);
            Jvm.Done done = app.end();
            assertThat(done.exit()).isZero();
            assertNoKeys(done);
            assertThat(assertWhole(lab).stream()
                            .filter(entry -> entry.path("kind").asText().equals("refused"))
                            .mapToInt(entry -> entry.path("count").asInt(1))
                            .sum())
                    .isEqualTo(bodies.size() + 1);
        }
    }

    @Test
    void answers_that_cannot_be_read_leave_the_money_charged_and_the_application_alive() {
        List<Fault> faults = List.of(
                new Fault.DropAfter(),
                new Fault.NotJson(),
                new Fault.TruncatedJson(),
                new Fault.CutBody(),
                new Fault.DropBefore(),
                new Fault.ErrorAfter(500),
                new Fault.ErrorBefore(503),
                new Fault.Huge(20 << 20),
                new Fault.Late(Duration.ofMillis(300)));
        try (Lab lab = new Lab(folder);
                Lab.Session app = lab.session(lab.policy("caps:", "  - 12.00 USD per day"), "app")) {
            StringBuilder table = new StringBuilder();
            for (int i = 0; i < faults.size(); i++) {
                Fault fault = faults.get(i);
                // the first as often as the SDK tries, so that no attempt gets through
                lab.stripe.fault("POST", "/v1/charges", fault, i == 0 ? 3 : 1);
                String answer = app.ask("charge", "cus_" + i, "100");
                table.append(String.format("%-48s %s%n", fault, cut(answer)));
                clear(lab, app, i);
                assertThat(chargesOf(lab, "cus_" + i)).as("%s", fault).isLessThanOrEqualTo(1);
            }
            System.out.print(table);
            String answer = "ch_";
            for (int i = 0; answer.startsWith("ch_"); i++) {
                answer = app.ask("charge", "cus_rest_" + i, "100");
            }
            assertThat(answer).contains(" 429 bursar_cap");
            Jvm.Done done = app.end();
            assertThat(done.exit()).isZero();
            assertNoKeys(done);
            assertWhole(lab);
            System.out.println("cap 1200, moved " + lab.stripe.moneyIn("usd"));
            assertThat(lab.stripe.moneyIn("usd")).isLessThanOrEqualTo(1200);
        }
    }

    private static long chargesOf(Lab lab, String customer) {
        return lab.stripe.charges().stream()
                .filter(each -> customer.equals(each.customer()))
                .count();
    }

    /** Uses up what is left of a fault that a client did not retry. */
    private static void clear(Lab lab, Lab.Session app, int i) {
        for (int more = 0; more < 4; more++) {
            if (app.ask("charge", "cus_" + i + "_" + more, "1").startsWith("ch_")) {
                return;
            }
        }
        throw new AssertionError("the fault does not end: " + lab.stripe.requests());
    }

    @Test
    void line_ends_in_a_parameter_stay_in_the_parameter() {
        try (Lab lab = new Lab(folder);
                Lab.Session app = lab.session(lab.policy(), "app")) {
            app.ask("charge", "cus_1\r\nX-Injected: yes", "100");
            Jvm.Done done = app.end();
            assertThat(done.exit()).isZero();
            for (SeenRequest seen : lab.stripe.requests()) {
                assertThat(seen.header("x-injected")).isNull();
                assertThat(seen.params()).containsEntry("customer", "cus_1\r\nX-Injected: yes");
            }
            assertWhole(lab);
            // a journal read in a terminal or line by line shows no line of the application's making
            Jvm.Done table = Jvm.bursar("dump", lab.state.toString()).run(folder, "table");
            assertThat(table.out()).doesNotContain("\nX-Injected").doesNotContain("\r");
        }
    }

    @Test
    void line_ends_in_keys_reach_neither_the_wire_nor_the_journal() {
        try (Lab lab = new Lab(folder);
                Lab.Session app = lab.session(lab.policy("vault_key: vk_billing"), "app")) {
            List<String[]> tries = new ArrayList<>();
            tries.add(new String[] {"vk_billing\r\nX-Injected: yes", "-"});
            tries.add(new String[] {"vk_billing", "order-1\r\nX-Injected: yes"});
            tries.add(new String[] {"vk_billing", "order-1\nX-Injected: yes"});
            tries.add(new String[] {"vk_billing", "x".repeat(300)});
            tries.add(new String[] {"vk_billing", "order\u001b[31m\u0000-1"});
            tries.add(new String[] {"vk_\u00e4", "-"});
            tries.add(new String[] {"vk_other", "-"});
            StringBuilder table = new StringBuilder();
            for (String[] each : tries) {
                String answer = app.ask("chargeWith", "cus_1", "100", each[0], each[1]);
                table.append(String.format("%-48s %s%n", printable(each), cut(answer)));
                assertThat(answer).doesNotStartWith("ch_").doesNotContain(Lab.GLOBAL_KEY, Lab.SCOPED_KEY);
            }
            System.out.print(table);
            assertThat(app.ask("chargeWith", "cus_2", "100", "vk_billing", "order-2"))
                    .startsWith("ch_");
            Jvm.Done done = app.end();
            assertThat(done.exit()).isZero();
            assertNoKeys(done);
            assertThat(lab.stripe.requests()).allSatisfy(seen -> {
                assertThat(seen.header("x-injected")).isNull();
                assertThat(seen.key()).isEqualTo("billing");
            });
            assertWhole(lab);
        }
    }

    @Test
    void a_redirect_to_another_host_or_path_gets_no_key() {
        try (Lab lab = new Lab(folder);
                Lab elsewhere = new Lab(folder);
                Lab.Session app = lab.session(lab.policy(), "app")) {
            lab.stripe.fault("POST", "/v1/charges", new Fault.Redirect(elsewhere.stripe.baseUrl() + "/v1/charges"));
            String across = app.ask("charge", "cus_1", "100");
            lab.stripe.fault("POST", "/v1/charges", new Fault.Redirect("/v1/refunds"));
            String aside = app.ask("charge", "cus_2", "100");
            System.out.println("redirected across: " + cut(across) + "\nredirected aside:  " + cut(aside));
            assertThat(app.end().exit()).isZero();
            assertThat(elsewhere.stripe.requests())
                    .allSatisfy(seen -> assertThat(seen.key()).isEqualTo("none"));
            assertThat(lab.stripe.requests("POST", "/v1/refunds")).isEmpty();
            assertThat(lab.stripe.charges()).isEmpty();
            assertWhole(lab);
        }
    }

    /** Nothing moved money without an admission on record; reading the journal checks that its chain is unbroken. */
    private static List<JsonNode> assertWhole(Lab lab) {
        List<JsonNode> journal = lab.journal();
        List<String> admitted = Lab.admittedKeys(journal);
        // a key of the application's own may hold anything, so it is on record as a hash only
        long hashed = admitted.stream().filter(key -> key.startsWith("app_")).count();
        assertThat(lab.chargedKeys()).filteredOn(key -> !admitted.contains(key)).hasSizeLessThanOrEqualTo((int) hashed);
        assertThat(journal.toString()).doesNotContain(Lab.GLOBAL_KEY, Lab.SCOPED_KEY);
        return journal;
    }

    private static void assertNoKeys(Jvm.Done done) {
        assertThat(done.toString()).doesNotContain(Lab.GLOBAL_KEY, Lab.SCOPED_KEY);
    }

    private static String cut(String text) {
        return text.length() > 260 ? text.substring(0, 260) + "..." : text;
    }

    private static String printable(String[] words) {
        StringBuilder text = new StringBuilder();
        String.join(" | ", words)
                .chars()
                .limit(46)
                .forEach(each -> text.append(each < ' ' || each > '~' ? '.' : (char) each));
        return text.toString();
    }
}
