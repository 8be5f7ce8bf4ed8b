// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.PermissionException;
import com.stripe.param.RefundCreateParams;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PermissionsTest {
    private final Simulated sim = new Simulated();

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void a_restricted_key_does_what_it_may_and_is_refused_the_rest_in_stripes_shape() throws Exception {
        String charge = sim.stripe(Simulated.BILLING)
                .v1()
                .charges()
                .create(Simulated.charging(500))
                .getId();
        PermissionException refused = catchThrowableOfType(
                PermissionException.class,
                () -> sim.stripe(Simulated.BILLING)
                        .v1()
                        .refunds()
                        .create(RefundCreateParams.builder().setCharge(charge).build()));

        assertThat(refused.getStatusCode()).isEqualTo(403);
        assertThat(refused.getCode()).isEqualTo("more_permissions_required");
        assertThat(refused.getStripeError().getType()).isEqualTo("invalid_request_error");
        assertThat(refused).hasMessageContaining("refunds:write").hasMessageNotContaining(Simulated.BILLING);
        assertThat(sim.simulator.refunds()).isEmpty();
        assertThat(sim.simulator.requests())
                .extracting(SeenRequest::key, SeenRequest::status)
                .containsExactly(tuple("billing", 200), tuple("billing", 403));
    }

    @Test
    void write_includes_read_and_read_does_not_include_write() throws Exception {
        String id = sim.charge(100).getId();

        assertThat(sim.stripe(Simulated.BILLING).v1().charges().retrieve(id).getAmount())
                .isEqualTo(100);
        assertThat(sim.stripe(Simulated.READER).v1().charges().retrieve(id).getAmount())
                .isEqualTo(100);
        assertThatThrownBy(() -> sim.stripe(Simulated.READER).v1().charges().create(Simulated.charging(1)))
                .isInstanceOf(PermissionException.class);
    }

    @Test
    void no_key_and_a_wrong_key_are_401_and_are_in_the_ledger() throws Exception {
        assertThatThrownBy(() -> sim.stripe("sk_test_wrong").v1().charges().create(Simulated.charging(1)))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageNotContaining("sk_test_wrong");
        assertThat(sim.send("GET", "/v1/balance", "").statusCode()).isEqualTo(401);

        assertThat(sim.simulator.keysSeen()).containsExactly("none", "unknown");
        assertThat(sim.simulator.charges()).isEmpty();
    }

    @Test
    void a_key_may_come_as_the_user_of_basic_authentication() throws Exception {
        String basic = Base64.getEncoder().encodeToString((Simulated.ALL + ":").getBytes(StandardCharsets.UTF_8));

        assertThat(sim.send("GET", "/v1/balance", "", "Authorization", "Basic " + basic)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void no_text_of_the_simulator_shows_a_secret() throws Exception {
        sim.charge(100);

        assertThat(sim.simulator.report()).doesNotContain(Simulated.ALL);
        assertThat(sim.simulator.requests().toString()).doesNotContain(Simulated.ALL);
        assertThat(SimKey.unrestricted("all", Simulated.ALL).toString()).doesNotContain(Simulated.ALL);
    }
}
