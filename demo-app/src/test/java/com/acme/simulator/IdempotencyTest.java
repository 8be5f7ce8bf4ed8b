// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Charge;
import com.stripe.param.ChargeCreateParams;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IdempotencyTest {
    private final Simulated sim = new Simulated();

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void an_equal_request_is_answered_with_the_stored_body_and_moves_nothing() throws Exception {
        Charge first = sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(2999), Simulated.key("k"));
        Charge second = sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(2999), Simulated.key("k"));

        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(second.getLastResponse().body())
                .isEqualTo(first.getLastResponse().body());
        assertThat(first.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .isEmpty();
        assertThat(second.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(sim.simulator.charges()).hasSize(1);
        assertThat(sim.simulator.moneyIn("usd")).isEqualTo(2999);
        assertThat(sim.simulator.requests()).extracting(SeenRequest::replayed).containsExactly(false, true);
    }

    @Test
    void the_order_of_parameters_does_not_matter() throws Exception {
        sim.post("/v1/charges", "amount=5&currency=usd&customer=cus_a", "Idempotency-Key", "k");
        HttpResponse<String> again =
                sim.post("/v1/charges", "customer=cus_a&currency=usd&amount=5", "Idempotency-Key", "k");

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(sim.simulator.charges()).hasSize(1);
    }

    @Test
    void the_same_key_with_other_parameters_is_an_idempotency_error() throws Exception {
        sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(1), Simulated.key("k"));

        assertThatThrownBy(() ->
                        sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(2), Simulated.key("k")))
                .isInstanceOf(IdempotencyException.class);
        assertThat(sim.simulator.charges()).hasSize(1);
    }

    @Test
    void the_same_key_on_another_account_is_another_key() throws Exception {
        String body = "amount=5&currency=usd&customer=cus_a";
        sim.post("/v1/charges", body, "Idempotency-Key", "k");
        sim.post("/v1/charges", body, "Idempotency-Key", "k", "Stripe-Account", "acct_1");

        assertThat(sim.simulator.charges()).extracting(Made::account).containsExactly(null, "acct_1");
    }

    @Test
    void an_equal_request_while_the_first_is_under_way_is_a_conflict() throws Exception {
        sim.simulator.fault("POST", "/v1/charges", new Fault.Late(Duration.ofMillis(1500)));
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Future<Charge> first = one.submit(
                    () -> sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(1), Simulated.key("k")));
            while (sim.simulator.charges().isEmpty()) {
                Thread.onSpinWait();
            }
            ApiException conflict = catchThrowableOfType(
                    ApiException.class,
                    () -> sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(1), Simulated.key("k")));

            assertThat(conflict.getStatusCode()).isEqualTo(409);
            assertThat(conflict.getCode()).isEqualTo("idempotency_key_in_use");
            assertThat(first.get(5, TimeUnit.SECONDS).getAmount()).isEqualTo(1);
        } finally {
            one.shutdownNow();
        }
    }

    @Test
    void thirty_two_equal_requests_at_once_make_one_charge() throws Exception {
        int threads = 32;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(pool.submit(() -> {
                    go.await();
                    return sim.post("/v1/charges", "amount=7&currency=usd&customer=cus_a", "Idempotency-Key", "k")
                            .statusCode();
                }));
            }
            go.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get(20, TimeUnit.SECONDS));
            }

            assertThat(statuses).isSubsetOf(200, 409).contains(200);
            assertThat(sim.simulator.charges()).hasSize(1);
            assertThat(sim.simulator.moneyIn("usd")).isEqualTo(7);
            assertThat(sim.simulator.requests()).hasSize(threads);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void sixty_four_threads_with_their_own_keys_are_counted_exactly() throws Exception {
        int threads = 64;
        int each = 20;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                done.add(pool.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        sim.post("/v1/charges", "amount=3&currency=usd&customer=cus_a");
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get(50, TimeUnit.SECONDS);
            }

            assertThat(sim.simulator.charges()).hasSize(threads * each);
            assertThat(sim.simulator.moneyIn("usd")).isEqualTo(3L * threads * each);
            assertThat(sim.simulator.requests()).hasSize(threads * each).allMatch(seen -> seen.status() == 200);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_decline_is_kept_under_its_key_and_a_new_key_tries_again() throws Exception {
        ChargeCreateParams declined = ChargeCreateParams.builder()
                .setAmount(100L)
                .setCurrency("usd")
                .setSource("tok_chargeDeclined")
                .build();
        for (int i = 0; i < 2; i++) {
            CardException error = catchThrowableOfType(
                    CardException.class,
                    () -> sim.stripe(Simulated.ALL).v1().charges().create(declined, Simulated.key("k")));
            assertThat(error.getCode()).isEqualTo("card_declined");
            assertThat(error.getCharge()).isEqualTo("ch_sim000001");
        }
        assertThatThrownBy(() -> sim.stripe(Simulated.ALL).v1().charges().create(declined, Simulated.key("k2")))
                .isInstanceOf(CardException.class);

        assertThat(sim.simulator.made("charge"))
                .hasSize(2)
                .allMatch(charge -> charge.status().equals("failed"));
        assertThat(sim.simulator.charges()).isEmpty();
        assertThat(sim.simulator.moneyIn("usd")).isZero();
        assertThat(sim.simulator.requests()).extracting(SeenRequest::replayed).containsExactly(false, true, false);
    }

    @Test
    void a_500_is_kept_under_its_key_though_the_charge_was_made() throws Exception {
        sim.simulator.fault("POST", "/v1/charges", new Fault.ErrorAfter(500));
        for (int i = 0; i < 2; i++) {
            ApiException error = catchThrowableOfType(
                    ApiException.class,
                    () -> sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(9), Simulated.key("k")));
            assertThat(error.getStatusCode()).isEqualTo(500);
        }
        assertThat(sim.simulator.charges()).hasSize(1);
        assertThat(sim.simulator.requests()).extracting(SeenRequest::replayed).containsExactly(false, true);
    }

    @Test
    void a_request_that_was_never_carried_out_leaves_its_key_free() throws Exception {
        assertThatThrownBy(() -> sim.stripe(Simulated.ALL)
                        .v1()
                        .charges()
                        .create(ChargeCreateParams.builder().setCurrency("usd").build(), Simulated.key("k")))
                .isInstanceOf(InvalidRequestException.class);
        sim.simulator.fault("POST", "/v1/charges", new Fault.ErrorBefore(503));
        assertThatThrownBy(() ->
                        sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(1), Simulated.key("k")))
                .isInstanceOf(ApiException.class);

        sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(2), Simulated.key("k"));
        assertThat(sim.simulator.moneyIn("usd")).isEqualTo(2);
    }

    @Test
    void a_key_has_no_effect_on_a_read_and_none_after_it_was_forgotten() throws Exception {
        Charge made = sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(1), Simulated.key("k"));
        sim.send(
                "GET",
                "/v1/charges/" + made.getId(),
                "",
                "Authorization",
                "Bearer sk_test_all",
                "Idempotency-Key",
                "k");
        sim.simulator.forgetIdempotencyKeys();
        sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(1), Simulated.key("k"));

        assertThat(sim.simulator.charges()).hasSize(2);
        assertThat(sim.simulator.requests()).noneMatch(SeenRequest::replayed);
    }

    @Test
    void stripe_java_without_a_key_charges_twice_for_two_equal_calls() throws Exception {
        sim.charge(100);
        sim.charge(100);

        assertThat(sim.simulator.charges()).hasSize(2);
        assertThat(sim.simulator.requests())
                .extracting(SeenRequest::idempotencyKey)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }
}
