// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a call moves money for. */
class WhomTest {

    private final StripeVendor stripe = new StripeVendor();

    private @Nullable String whom(String path, String form) {
        Operation operation = Objects.requireNonNull(stripe.operation("POST", path));
        Parameters parameters = stripe.parameters(
                operation, null, "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII), null);
        assertThat(parameters.unreadable()).isNull();
        return stripe.whom(operation, path, parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/charges, amount=1&customer=cus_1, amount=2&customer=cus_1&source=card_2",
        "/v1/charges, source[object]=card&source[number]=4, source[number]=4&source[object]=card&description=x",
        "/v1/refunds, charge=ch_1, charge=ch_1&payment_intent=pi_1&reason=duplicate",
        "/v1/transfers, destination=acct_1&amount=1, destination=acct_1&source_transaction=ch_1",
        "/v1/charges/ch_1/capture, amount=1, amount=1&statement_descriptor=x"
    })
    void is_the_same_whatever_else_is_said(String path, String one, String other) {
        assertThat(whom(path, one)).isNotNull().isEqualTo(whom(path, other));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/charges, customer=cus_1, /v1/charges, customer=cus_2",
        "/v1/charges, customer=cus_1, /v1/charges, source=cus_1",
        "/v1/charges, source[number]=4, /v1/charges, source[number]=5",
        "/v1/charges, customer_account=a, /v1/charges, customer_account=b",
        "/v1/charges/ch_1/capture, amount=1, /v1/charges/ch_2/capture, amount=1"
    })
    void is_another_for_another(String path, String form, String otherPath, String otherForm) {
        assertThat(whom(path, form)).isNotNull().isNotEqualTo(whom(otherPath, otherForm));
    }

    @Test
    void is_not_known_where_the_request_does_not_say() {
        assertThat(whom("/v1/payouts", "amount=1&currency=usd")).isNull();
    }
}
