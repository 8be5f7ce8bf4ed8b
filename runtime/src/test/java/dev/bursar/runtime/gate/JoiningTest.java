// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What joins the journal with the application's own traces and its framework's ids. */
class JoiningTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final House house = new House(Policies.policy(
            Mode.ENFORCE, Policies.caller("Billing").allow("POST /v1/charges").cap("10.00 USD", Window.DAY)));

    @Test
    void every_record_of_a_call_has_the_span_in_which_it_was_made() {
        house.span = Tracing.Span.of(TRACE, SPAN);
        Client.Sent sent = house.run("Billing", () -> house.client().charge(500));
        Client.Sent refused = house.run("Billing", () -> house.client().charge(5_000));
        house.span = null;
        sent.charged("ch_1", 500);
        house.run("Billing", () -> house.client().charge(100));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(house.journal.entries())
                .extracting(Entry::kind, Entry::trace, Entry::span)
                .containsExactly(
                        tuple(Kind.ADMITTED, TRACE, SPAN),
                        tuple(Kind.REFUSED, TRACE, SPAN),
                        tuple(Kind.SETTLED, TRACE, SPAN),
                        tuple(Kind.ADMITTED, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "0af7651916cd43dd8448eb211c80319, b7ad6b7169203331",
        "0AF7651916CD43DD8448EB211C80319C, b7ad6b7169203331",
        "0af7651916cd43dd8448eb211c80319c, b7ad6b716920333g",
        "0af7651916cd43dd8448eb211c80319c, b7ad6b716920333100",
        ", b7ad6b7169203331",
        "0af7651916cd43dd8448eb211c80319c,"
    })
    void anything_but_two_ids_is_no_span(@Nullable String trace, @Nullable String id) {
        assertThat(Tracing.Span.of(trace, id)).isNull();
        if (trace != null && id != null) {
            assertThatThrownBy(() -> new Tracing.Span(trace, id)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"invocation 7, invocation 7", "'', ", "'a\nb', ", "caf\u00e9, ", "128, 128", "129, "})
    void a_frameworks_own_id_is_kept_if_it_is_short_and_plain(String told, @Nullable String kept) {
        boolean isLength = told.startsWith("12");
        String reference = isLength ? "x".repeat(Integer.parseInt(told)) : told;
        Object run = house.gate.openRun("langchain4j", reference);
        house.tool("Billing", () -> house.client().charge(100));
        house.gate.leave(run, null, null);
        assertThat(house.journal.last().reference()).isEqualTo(isLength && kept != null ? reference : kept);
    }
}
