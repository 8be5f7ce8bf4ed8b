// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.param.ChargeCaptureParams;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.ChargeListParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.TransferCreateParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObjectsTest {
    private final Simulated sim = new Simulated();
    private final StripeClient stripe = sim.stripe(Simulated.ALL);

    @AfterEach
    void close() {
        sim.close();
    }

    @Test
    void a_charge_comes_back_whole_and_can_be_retrieved_and_listed() throws Exception {
        Charge made = stripe.v1()
                .charges()
                .create(ChargeCreateParams.builder()
                        .setAmount(2999L)
                        .setCurrency("USD")
                        .setCustomer("cus_alice")
                        .setDescription("a chair & a table")
                        .putMetadata("order", "o=1")
                        .build());

        assertThat(made.getCurrency()).isEqualTo("usd");
        assertThat(made.getDescription()).isEqualTo("a chair & a table");
        assertThat(made.getMetadata()).containsEntry("order", "o=1");
        assertThat(made.getPaid()).isTrue();
        assertThat(made.getAmountCaptured()).isEqualTo(2999);
        assertThat(stripe.v1().charges().retrieve(made.getId())).isEqualTo(made);
        assertThat(sim.simulator.requests().get(0).params()).containsEntry("metadata[order]", "o=1");
    }

    @Test
    void a_list_is_newest_first_in_pages_that_stripe_java_walks() throws Exception {
        for (int i = 1; i <= 25; i++) {
            sim.charge(i);
        }
        int amount = 25;
        for (Charge each : stripe.v1()
                .charges()
                .list(ChargeListParams.builder()
                        .setCustomer("cus_alice")
                        .setLimit(10L)
                        .build())
                .autoPagingIterable()) {
            assertThat(each.getAmount()).isEqualTo(amount--);
        }
        assertThat(amount).isZero();
        assertThat(sim.simulator.requests("GET", "/v1/charges")).hasSize(3);
        assertThat(stripe.v1()
                        .charges()
                        .list(ChargeListParams.builder().setCustomer("cus_bob").build())
                        .getData())
                .isEmpty();
    }

    @Test
    void money_of_a_charge_not_captured_moves_when_it_is_captured() throws Exception {
        Charge held = stripe.v1()
                .charges()
                .create(ChargeCreateParams.builder()
                        .setAmount(1000L)
                        .setCurrency("usd")
                        .setSource("tok_visa")
                        .setCapture(false)
                        .build());
        assertThat(sim.simulator.moneyIn("usd")).isZero();

        Charge captured = stripe.v1()
                .charges()
                .capture(
                        held.getId(),
                        ChargeCaptureParams.builder().setAmount(600L).build());

        assertThat(captured.getAmountCaptured()).isEqualTo(600);
        assertThat(captured.getAmountRefunded()).isEqualTo(400);
        assertThat(sim.simulator.moneyIn("usd")).isEqualTo(600);
        assertThatThrownBy(() -> stripe.v1().charges().capture(held.getId()))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void a_refund_without_an_amount_takes_all_that_is_left_and_no_refund_takes_more() throws Exception {
        String charge = sim.charge(1000).getId();
        Refund part = refund(charge, 300L);
        assertThat(part.getAmount()).isEqualTo(300);
        assertThatThrownBy(() -> refund(charge, 701L)).isInstanceOf(InvalidRequestException.class);
        Refund rest = stripe.v1()
                .refunds()
                .create(RefundCreateParams.builder().setCharge(charge).build());
        assertThat(rest.getAmount()).isEqualTo(700);
        assertThatThrownBy(() -> refund(charge, 1L))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("already been refunded");

        assertThat(stripe.v1().charges().retrieve(charge).getRefunded()).isTrue();
        assertThat(stripe.v1().refunds().retrieve(rest.getId()).getCharge()).isEqualTo(charge);
        assertThat(stripe.v1().refunds().list().getData()).hasSize(2);
        assertThat(sim.simulator.moneyOut("usd")).isEqualTo(1000);
        assertThat(stripe.v1().balance().retrieve().getAvailable().get(0).getAmount())
                .isZero();
    }

    private Refund refund(String charge, long amount) throws Exception {
        return stripe.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setCharge(charge)
                        .setAmount(amount)
                        .build());
    }

    @Test
    void a_customer_is_created_changed_listed_and_deleted() throws Exception {
        Customer made = stripe.v1()
                .customers()
                .create(CustomerCreateParams.builder()
                        .setEmail("a@example.com")
                        .setName("Alice")
                        .build());
        Customer changed = stripe.v1()
                .customers()
                .update(
                        made.getId(),
                        CustomerUpdateParams.builder().setName("Bob").build());
        assertThat(changed.getName()).isEqualTo("Bob");
        assertThat(changed.getEmail()).isEqualTo("a@example.com");
        assertThat(stripe.v1().customers().list().getData()).hasSize(1);
        assertThat(stripe.v1().customers().delete(made.getId()).getDeleted()).isTrue();
        assertThat(stripe.v1().customers().retrieve(made.getId()).getDeleted()).isTrue();
        assertThat(stripe.v1().customers().list().getData()).isEmpty();
        assertThatThrownBy(() -> stripe.v1()
                        .charges()
                        .create(ChargeCreateParams.builder()
                                .setAmount(1L)
                                .setCurrency("usd")
                                .setCustomer(made.getId())
                                .build()))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void what_was_never_made_is_not_found() {
        assertThatThrownBy(() -> stripe.v1().customers().retrieve("cus_missing1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("No such customer");
        assertThatThrownBy(() -> stripe.v1().charges().retrieve("ch_none")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> stripe.v1().invoices().retrieve("in_1"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Unrecognized request URL");
    }

    @Test
    void a_payment_intent_moves_money_when_confirmed_or_when_captured() throws Exception {
        PaymentIntent now = stripe.v1()
                .paymentIntents()
                .create(intent(100)
                        .setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .build());
        assertThat(now.getStatus()).isEqualTo("succeeded");
        assertThat(now.getAmountReceived()).isEqualTo(100);

        PaymentIntent later = stripe.v1().paymentIntents().create(intent(50).build());
        assertThat(later.getStatus()).isEqualTo("requires_payment_method");
        assertThat(sim.simulator.moneyIn("usd")).isEqualTo(100);
        stripe.v1()
                .paymentIntents()
                .confirm(
                        later.getId(),
                        PaymentIntentConfirmParams.builder()
                                .setPaymentMethod("pm_card_visa")
                                .build());
        assertThat(sim.simulator.moneyIn("usd")).isEqualTo(150);

        PaymentIntent held = stripe.v1()
                .paymentIntents()
                .create(intent(40)
                        .setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .build());
        assertThat(held.getStatus()).isEqualTo("requires_capture");
        assertThat(held.getAmountCapturable()).isEqualTo(40);
        assertThat(sim.simulator.moneyIn("usd")).isEqualTo(150);
        stripe.v1()
                .paymentIntents()
                .capture(
                        held.getId(),
                        PaymentIntentCaptureParams.builder()
                                .setAmountToCapture(30L)
                                .build());
        assertThat(sim.simulator.moneyIn("usd")).isEqualTo(180);

        Refund refund = stripe.v1()
                .refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(now.getId())
                        .build());
        assertThat(refund.getAmount()).isEqualTo(100);
    }

    @Test
    void a_declined_payment_intent_asks_for_another_payment_method() {
        assertThatThrownBy(() -> stripe.v1()
                        .paymentIntents()
                        .create(intent(100)
                                .setConfirm(true)
                                .setPaymentMethod("pm_card_chargeDeclined")
                                .build()))
                .isInstanceOf(CardException.class);
        assertThat(sim.simulator.made("payment_intent"))
                .extracting(Made::status)
                .containsExactly("requires_payment_method");
        assertThat(sim.simulator.moneyIn("usd")).isZero();
    }

    private static PaymentIntentCreateParams.Builder intent(long amount) {
        return PaymentIntentCreateParams.builder().setAmount(amount).setCurrency("usd");
    }

    @Test
    void payouts_and_transfers_take_money_out() throws Exception {
        stripe.v1()
                .payouts()
                .create(PayoutCreateParams.builder()
                        .setAmount(70L)
                        .setCurrency("usd")
                        .build());
        stripe.v1()
                .transfers()
                .create(TransferCreateParams.builder()
                        .setAmount(30L)
                        .setCurrency("usd")
                        .setDestination("acct_1")
                        .build());

        assertThat(sim.simulator.moneyOut("usd")).isEqualTo(100);
        assertThat(sim.simulator.movements())
                .extracting(Movement::objectId)
                .containsExactly("po_sim000001", "tr_sim000001");
    }

    @Test
    void what_is_not_a_form_or_not_a_number_is_refused() throws Exception {
        assertThat(sim.post("/v1/charges", "amount=12.5&currency=usd&customer=cus_a")
                        .statusCode())
                .isEqualTo(400);
        assertThat(sim.post("/v1/charges", "amount=-5&currency=usd&customer=cus_a")
                        .statusCode())
                .isEqualTo(400);
        assertThat(sim.post("/v1/charges", "amount=5&currency=zzz&customer=cus_a")
                        .statusCode())
                .isEqualTo(400);
        assertThat(sim.post("/v1/charges", "amount=%zz").statusCode()).isEqualTo(400);
        assertThat(sim.send(
                                "POST",
                                "/v1/charges",
                                "{\"amount\": 5}",
                                "Authorization",
                                "Bearer " + Simulated.ALL,
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(400);
        assertThat(sim.post("/v1/charges", "x".repeat(9_000_000)).statusCode()).isEqualTo(400);
        assertThat(sim.simulator.charges()).isEmpty();
        assertThat(sim.simulator.requests()).hasSize(6);
    }
}
