// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Operation;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeCatalogueTest {

    private final StripeVendor stripe = new StripeVendor();

    @Test
    void has_every_operation_of_every_version_that_was_read() {
        assertThat(stripe.operations()).hasSize(596).contains(new Operation("stripe", "POST", "/v1/charges"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/charges, /v1/charges",
        "GET, /v1/charges/ch_1, /v1/charges/{charge}",
        "POST, /v1/charges/ch_1/capture, /v1/charges/{charge}/capture",
        "GET, /v1/charges/search, /v1/charges/search",
        "GET, /v1/invoices/upcoming, /v1/invoices/upcoming",
        "GET, /v1/invoices/in_1, /v1/invoices/{invoice}",
        "GET, /v1/customers/cus_1/sources/card_1, /v1/customers/{customer}/sources/{source}",
        "DELETE, /v1/coupons/25%25%20off, ",
        "DELETE, /v1/coupons/25%20off, /v1/coupons/{coupon}",
        "DELETE, /v1/coupons/caf%C3%A9, /v1/coupons/{coupon}",
        "GET, /v1/plans/a+b, /v1/plans/{plan}",
        "POST, /oauth/token, /oauth/token",
        "POST, /v2/core/event_destinations, /v2/core/event_destinations",
        "GET, /v1/orders/or_1, /v1/orders/{order}",
    })
    void finds_the_operation_of_a_path(String method, String path, String template) {
        Operation expected = template == null ? null : new Operation("stripe", method, template);
        assertThat(stripe.operation(method, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "v1/charges",
                "//v1/charges",
                "/v1//charges",
                "/v1/charges/",
                "/v1/charges//",
                "/v1/./charges",
                "/v1/refunds/../charges",
                "/v1/charges/..",
                "/v1/charges/.",
                "/v1/charges/%2e%2e",
                "/v1/charges/ch_1%2Fcapture",
                "/v1/charges/ch_1%2fcapture",
                "/v1/charges/ch_1%252Fcapture",
                "/v1/charges/ch_1%5Ccapture",
                "/v1/charges/ch_1\\capture",
                "/v1/charges;x=1",
                "/v1/charges/ch_1;x=1",
                "/v1/charges/ch_1%3Bx",
                "/v1/charges/ch_1%00",
                "/v1/charges/ch_1%0d%0aX",
                "/v1/charges/ch_1%",
                "/v1/charges/ch_1%2",
                "/v1/charges/ch_1%zz",
                "/v1/charges/ch_1?x",
                "/v1/charges/ch_1#x",
                "/v1/charges/ch_1%3Fx",
                "/v1/charges/ch 1",
                "/v1/charges/ch_\u00e9",
                "/v1/%63harges",
                "/v1/invoices/%75pcoming",
                "/V1/charges",
                "/v1/Charges",
                "/v1/charges/ch_1/refund",
                "/v1/charges/ch_1/refunds",
                "/v1/application_fees/fee_1/refund",
                "/v1/customers/cus_1/subscriptions",
                "/v1/nothing",
                "/v3/charges",
            })
    void denies_a_path_that_is_unknown_or_could_be_read_in_two_ways(String path) {
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            assertThat(stripe.operation(method, path)).as(method).isNull();
        }
    }

    @Test
    void denies_other_methods_and_paths_that_are_too_long() {
        assertThat(stripe.operation("PATCH", "/v1/charges")).isNull();
        assertThat(stripe.operation("post", "/v1/charges")).isNull();
        assertThat(stripe.operation("GET", "/v1/charges/" + "a".repeat(3000))).isNull();
    }

    @Test
    void does_not_take_a_word_of_the_vendor_for_an_id() {
        assertThat(stripe.operation("POST", "/v1/invoices/upcoming")).isNull();
        assertThat(stripe.operation("POST", "/v1/charges/search")).isNull();
    }

    @Test
    void knows_what_a_policy_writes_whatever_it_calls_the_variable_parts() {
        Operation capture = stripe.operation("POST", "/v1/charges/ch_1/capture");
        assertThat(capture).isNotNull();
        assertThat(stripe.written("POST", "/v1/charges/{id}/capture")).isEqualTo(capture);
        assertThat(stripe.written("POST", "/v1/charges/{charge}/capture")).isEqualTo(capture);
        assertThat(stripe.written("POST", "/v1/charges/ch_1/capture")).isNull();
        assertThat(stripe.written("POST", "v1/charges")).isNull();
    }

    @Test
    void covers_with_read_what_only_reads_and_with_write_everything_of_the_resource() {
        Set<Operation> read = stripe.permission("charges:read");
        Set<Operation> write = stripe.permission("charges:write");
        assertThat(read).isNotNull().allMatch(o -> o.method().equals("GET"));
        assertThat(write).isNotNull().containsAll(read);
        assertThat(write).allMatch(o -> o.template().startsWith("/v1/charges"));
        assertThat(write).contains(new Operation("stripe", "POST", "/v1/charges/{charge}/capture"));
        assertThat(stripe.permission("checkout.sessions:write"))
                .contains(new Operation("stripe", "POST", "/v1/checkout/sessions/{session}/expire"));
        assertThat(stripe.permission("v2.core.events:read")).isNotEmpty();
        assertThat(stripe.permission("charge:read")).isNull();
        assertThat(stripe.permission("balance:write")).isNull();
    }

    @Test
    void covers_every_operation_with_exactly_one_write_or_read_only_word() {
        for (Operation operation : stripe.operations()) {
            long words = stripe.permissions().stream()
                    .filter(word ->
                            Objects.requireNonNull(stripe.permission(word)).contains(operation))
                    .map(word -> word.substring(0, word.indexOf(':')))
                    .distinct()
                    .count();
            assertThat(words).as(operation.text()).isEqualTo(1);
        }
        assertThat(stripe.permissions()).isSorted();
    }

    @Test
    void finds_every_operation_by_a_path_of_its_template() {
        for (Operation operation : stripe.operations()) {
            String path = operation.template().replaceAll("\\{[^}]*}", "id_1");
            assertThat(stripe.operation(operation.method(), path)).isEqualTo(operation);
        }
    }

    @Test
    void answers_any_path_without_failing_seed_4711() {
        Random random = new Random(4711);
        String alphabet = "/%.;{}\\ 2Fe?chargesv1_\u00e9\u0000";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder(random.nextBoolean() ? "/v1/" : "");
            for (int n = random.nextInt(40); n > 0; n--) {
                path.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            stripe.operation("GET", path.toString());
            stripe.written("GET", path.toString());
        }
    }
}
