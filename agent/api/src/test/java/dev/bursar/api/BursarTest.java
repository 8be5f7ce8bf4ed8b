// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API as an application without the agent sees it. */
class BursarTest {

    private static final Caller BILLING = Bursar.as("billing");

    private static String reads(boolean fails) throws IOException {
        if (fails) {
            throw new IOException("not read");
        }
        return "read";
    }

    @Test
    void runs_what_it_is_given_and_hands_on_what_that_returns() throws Exception {
        assertThat(BILLING.<String, IOException>run("order-42", () -> reads(false)))
                .isEqualTo("read");
        assertThat(BILLING.<String, IOException>run(() -> reads(false))).isEqualTo("read");
        assertThat(BILLING.<String, IOException>call(() -> reads(false))).isEqualTo("read");
        assertThat(Bursar.<String, IOException>attempt(() -> reads(false))).isEqualTo("read");
        assertThat(Bursar.<String, IOException>rehearse(() -> reads(false))).isEqualTo("read");
    }

    @Test
    void runs_what_returns_nothing() {
        List<String> ran = new ArrayList<>();
        BILLING.run("order-42", () -> {
            ran.add("named");
        });
        BILLING.run(() -> {
            ran.add("run");
        });
        BILLING.call(() -> {
            ran.add("call");
        });
        Bursar.attempt(() -> {
            ran.add("attempt");
        });
        Bursar.rehearse(() -> {
            ran.add("rehearsal");
        });
        assertThat(ran).containsExactly("named", "run", "call", "attempt", "rehearsal");
    }

    @Test
    void hands_on_what_the_work_throws_as_its_own_type() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> BILLING.run("order-42", () -> reads(true)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> BILLING.run(() -> reads(true)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> BILLING.call(() -> reads(true)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Bursar.attempt(() -> reads(true)));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Bursar.rehearse(() -> reads(true)));
    }

    @Test
    void needs_no_declaration_where_the_work_throws_nothing_checked() {
        int amount = BILLING.run("order-42", () -> Bursar.attempt(() -> 5));
        assertThat(amount).isEqualTo(5);
    }

    @Test
    void knows_nothing_without_the_agent() {
        assertThat(Bursar.isPresent()).isFalse();
        BILLING.run("order-42", () -> {
            assertThat(Bursar.runId()).isEmpty();
            assertThat(Bursar.lastDecision()).isEmpty();
        });
    }

    @Test
    @SuppressWarnings("NullAway")
    void takes_no_null_even_without_the_agent() {
        assertThatNullPointerException().isThrownBy(() -> Bursar.as(null)).withMessage("caller");
        assertThatNullPointerException()
                .isThrownBy(() -> BILLING.run((String) null, () -> 1))
                .withMessage("id");
        assertThatNullPointerException()
                .isThrownBy(() -> BILLING.call((Work<String, RuntimeException>) null))
                .withMessage("work");
        assertThatNullPointerException()
                .isThrownBy(() -> Bursar.attempt((VoidWork<RuntimeException>) null))
                .withMessage("work");
    }

    @Test
    void shows_a_caller_as_its_name() {
        assertThat(BILLING).hasToString("billing");
    }

    @Test
    void leaves_out_of_a_decision_what_is_not_known() {
        Decision refused = Decision.of(Map.of("outcome", "refused", "code", "bursar_nobody", "message", "nobody"));
        assertThat(refused).isEqualTo(new Decision("refused", null, null, null, "bursar_nobody", "nobody", null, null));
        assertThat(refused.isAllowed()).isFalse();
        assertThat(Decision.of(Map.of("outcome", "admitted", "key", "k", "run", "r")))
                .isEqualTo(new Decision("admitted", null, "r", null, null, null, null, "k"))
                .matches(Decision::isAllowed);
    }
}
