// SPDX-License-Identifier: Apache-2.0
package com.acme;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import com.acme.simulator.SeenRequest;
import com.acme.simulator.SimKey;
import com.acme.simulator.StripeSimulator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoApplicationTest {
    private static final StripeSimulator SIMULATOR =
            StripeSimulator.start().accept(SimKey.unrestricted("global", DemoApplication.GLOBAL_KEY));
    private static String said = "";

    @BeforeAll
    static void run_the_application() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DemoApplication.run(SIMULATOR.baseUrl(), new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
    }

    @AfterAll
    static void close() {
        SIMULATOR.close();
    }

    private static List<Made> chargesOf(String customer) {
        return SIMULATOR.charges().stream()
                .filter(each -> Objects.equals(each.customer(), customer))
                .toList();
    }

    @Test
    void a_guardrail_that_reprompts_charges_twice_for_one_order_and_words_it_differently() {
        assertThat(chargesOf("cus_alice")).hasSize(2);
        assertThat(SIMULATOR.requests("POST", "/v1/charges").subList(0, 2))
                .extracting(each -> each.params().get("description"))
                .containsExactly("order 1001", "order 1001, receipt to follow");
        assertThat(said).contains("an output check fails and the agent is run again: Receipts: ch_sim000002.");
    }

    @Test
    void a_tool_that_throws_after_charging_charges_twice() {
        assertThat(chargesOf("cus_bob")).hasSize(2);
        assertThat(said).contains("a tool throws after charging and is called again: Receipts: ch_sim000004.");
    }

    @Test
    void each_agent_does_what_the_other_may() {
        assertThat(SIMULATOR.requests("POST", "/v1/refunds"))
                .extracting(each -> each.params().get("metadata[agent]"))
                .containsExactly("billing", "refunds");
        assertThat(chargesOf("cus_victim")).hasSize(1);
    }

    @Test
    void a_loop_charges_all_it_is_told() {
        assertThat(SIMULATOR.charges())
                .filteredOn(each -> String.valueOf(each.customer()).startsWith("cus_loop_"))
                .hasSize(12);
    }

    @Test
    void an_evaluation_of_fifty_examples_makes_fifty_charges() {
        assertThat(SIMULATOR.charges())
                .filteredOn(each -> String.valueOf(each.customer()).startsWith("cus_eval_"))
                .hasSize(50);
        assertThat(said).contains("an evaluation of 50 examples: 50 of 50 passed");
    }

    @Test
    void every_request_carries_the_global_key() {
        assertThat(SIMULATOR.keysSeen()).containsExactly("global");
        assertThat(SIMULATOR.requests()).extracting(SeenRequest::status).containsOnly(200);
    }
}
