// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultsTest {
    private final Simulated sim = new Simulated();

    @AfterEach
    void close() {
        sim.close();
    }

    private void next(Fault fault) {
        sim.simulator.fault("POST", "/v1/charges", fault);
    }

    @Test
    void a_late_answer_lets_the_client_time_out_though_the_charge_was_made() {
        next(new Fault.Late(Duration.ofSeconds(30)));

        assertThatThrownBy(() -> sim.stripe(Simulated.ALL)
                        .v1()
                        .charges()
                        .create(
                                Simulated.charging(5),
                                RequestOptions.builder().setReadTimeout(300).build()))
                .isInstanceOf(ApiConnectionException.class);
        assertThat(sim.simulator.charges()).hasSize(1);
    }

    @Test
    void an_error_after_has_charged_and_an_error_before_has_not() {
        next(new Fault.ErrorAfter(500));
        next(new Fault.ErrorBefore(500));

        assertThatThrownBy(() -> sim.charge(1)).isInstanceOf(ApiException.class);
        assertThat(sim.simulator.charges()).hasSize(1);
        assertThatThrownBy(() -> sim.charge(2)).isInstanceOf(ApiException.class);
        assertThat(sim.simulator.charges()).hasSize(1);
    }

    @Test
    void a_dropped_connection_answers_nothing_and_says_by_its_name_whether_it_charged() {
        // HttpURLConnection resends a POST that was not answered, so both may be met twice.
        sim.simulator.fault("POST", "/v1/charges", new Fault.DropBefore(), 2);
        assertThatThrownBy(() -> sim.post("/v1/charges", "amount=1&currency=usd&customer=cus_a"))
                .isInstanceOf(IOException.class);
        assertThat(sim.simulator.charges()).isEmpty();
        sim.simulator.reset();

        next(new Fault.DropAfter());
        assertThatThrownBy(() -> sim.post("/v1/charges", "amount=1&currency=usd&customer=cus_a"))
                .isInstanceOf(IOException.class);
        assertThat(sim.simulator.charges()).hasSize(1);
        assertThat(sim.simulator.requests()).extracting(SeenRequest::status).containsExactly(0);
    }

    @Test
    void what_was_dropped_after_it_was_carried_out_is_replayed_under_its_key() throws Exception {
        next(new Fault.DropAfter());
        assertThatThrownBy(
                        () -> sim.post("/v1/charges", "amount=1&currency=usd&customer=cus_a", "Idempotency-Key", "k"))
                .isInstanceOf(IOException.class);
        HttpResponse<String> again =
                sim.post("/v1/charges", "amount=1&currency=usd&customer=cus_a", "Idempotency-Key", "k");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(sim.simulator.charges()).hasSize(1);
    }

    @Test
    void broken_bodies_break_the_client_and_not_the_ledger() {
        next(new Fault.TruncatedJson());
        assertThatThrownBy(() -> sim.charge(1)).isInstanceOf(StripeException.class);
        next(new Fault.NotJson());
        assertThatThrownBy(() -> sim.charge(2)).isInstanceOf(StripeException.class);
        next(new Fault.CutBody());
        assertThatThrownBy(() -> sim.charge(3)).isInstanceOf(StripeException.class);

        assertThat(sim.simulator.charges()).extracting(Made::amount).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_huge_answer_is_still_a_charge() throws Exception {
        next(new Fault.Huge(3_000_000));

        assertThat(sim.charge(4).getAmount()).isEqualTo(4);
        assertThat(sim.post("/v1/charges", "amount=1&currency=usd&customer=cus_a")
                        .body())
                .hasSizeLessThan(3_000);
    }

    @Test
    void a_redirect_is_answered_and_nothing_is_carried_out() throws Exception {
        next(new Fault.Redirect("http://127.0.0.1:1/elsewhere"));
        HttpResponse<String> answer = sim.post("/v1/charges", "amount=1&currency=usd&customer=cus_a");

        assertThat(answer.statusCode()).isEqualTo(307);
        assertThat(answer.headers().firstValue("Location")).contains("http://127.0.0.1:1/elsewhere");
        assertThat(sim.simulator.charges()).isEmpty();
    }

    @Test
    void a_decline_on_demand_is_a_decline() {
        next(new Fault.Decline());

        assertThatThrownBy(() -> sim.charge(1)).isInstanceOf(CardException.class);
        assertThat(sim.simulator.moneyIn("usd")).isZero();
    }

    @Test
    void a_fault_meets_as_many_requests_as_it_was_told_and_only_those_that_fit() throws Exception {
        sim.simulator.fault("*", "/v1/balance", new Fault.ErrorBefore(503), 2);
        String[] auth = {"Authorization", "Bearer " + Simulated.ALL};

        sim.charge(1);
        assertThat(sim.send("GET", "/v1/balance", "", auth).statusCode()).isEqualTo(503);
        assertThat(sim.send("GET", "/v1/balance", "", auth).statusCode()).isEqualTo(503);
        assertThat(sim.send("GET", "/v1/balance", "", auth).statusCode()).isEqualTo(200);
    }

    @Test
    void another_process_can_add_keys_and_faults_and_read_the_report() throws Exception {
        assertThat(sim.post("/_sim/keys", "name=late&secret=rk_test_late&permissions=charges:write")
                        .statusCode())
                .isEqualTo(200);
        assertThat(sim.post("/_sim/faults", "method=POST&path=/v1/charges&fault=error_after&value=500")
                        .statusCode())
                .isEqualTo(200);
        assertThat(sim.post("/_sim/faults", "method=POST&path=/v1/charges&fault=earthquake")
                        .statusCode())
                .isEqualTo(400);
        assertThatThrownBy(() -> sim.stripe("rk_test_late").v1().charges().create(Simulated.charging(8)))
                .isInstanceOf(ApiException.class);

        String report = sim.send("GET", "/_sim/report", "").body();
        assertThat(report)
                .contains("\"usd\" : 8")
                .contains("\"key\" : \"late\"")
                .doesNotContain("rk_test_late");
        assertThat(sim.simulator.requests()).hasSize(1);
        sim.post("/_sim/reset", "");
        assertThat(sim.simulator.requests()).isEmpty();
    }
}
