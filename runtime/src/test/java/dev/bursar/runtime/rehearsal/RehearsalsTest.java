// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.Subscription;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.LiveStripeResponseGetter;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import com.stripe.net.StripeResponseGetter;
import com.stripe.param.ChargeCaptureParams;
import com.stripe.param.ChargeCreateParams;
import com.stripe.param.ChargeListParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.SubscriptionCreateParams;
import com.stripe.service.V1Services;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.vendor.StripeVendor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Through stripe-java itself, with an HTTP client that asks the rehearsal in place of the network. */
class RehearsalsTest {

    private static final StripeVendor STRIPE = new StripeVendor();

    private final Rehearsals rehearsals = new Rehearsals(() -> Instant.ofEpochSecond(1_700_000_000));
    private final V1Services client = client("rehearsal_1");

    private final Map<String, Fixture> fixtures = new HashMap<>();

    private @Nullable Fixture fixture(Operation operation) {
        return fixtures.get(operation.text());
    }

    /** The SDK asks for one before anything else; nothing looks at it. */
    @BeforeAll
    static void presents_some_key() {
        Stripe.apiKey = "vk_test";
    }

    private V1Services client(String rehearsal) {
        StripeResponseGetter getter = new LiveStripeResponseGetter(new HttpClient() {
            @Override
            public StripeResponse request(StripeRequest request) {
                Operation operation = Objects.requireNonNull(
                        STRIPE.operation(request.method().name(), request.url().getPath()));
                byte[] body = request.content() == null
                        ? new byte[0]
                        : request.content().byteArrayContent();
                String type =
                        request.content() == null ? null : request.content().contentType();
                Parameters parameters =
                        STRIPE.parameters(operation, request.url().getQuery(), type, body, null);
                Answer answer = rehearsals.answer(
                        operation, parameters, request.url().getPath(), rehearsal, null, fixture(operation));
                HttpHeaders headers = HttpHeaders.of(answer.headers().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))));
                return new StripeResponse(answer.status(), headers, new String(answer.body(), UTF_8));
            }
        });
        return new StripeClient(getter).v1();
    }

    private static ChargeCreateParams.Builder dollars(long cents) {
        return ChargeCreateParams.builder().setAmount(cents).setCurrency("USD").setSource("tok_visa");
    }

    @Test
    void charges_and_finds_the_charge_again() throws Exception {
        Charge charge = client.charges()
                .create(dollars(2999)
                        .setDescription("caf\u00e9 \"x\"")
                        .putMetadata("order", "6735")
                        .build());
        assertThat(charge.getId()).matches("ch_mock_[0-9a-f]{24}");
        assertThat(charge.getAmount()).isEqualTo(2999);
        assertThat(charge.getAmountCaptured()).isEqualTo(2999);
        assertThat(charge.getCurrency()).isEqualTo("usd");
        assertThat(charge.getStatus()).isEqualTo("succeeded");
        assertThat(charge.getPaid()).isTrue();
        assertThat(charge.getCaptured()).isTrue();
        assertThat(charge.getRefunded()).isFalse();
        assertThat(charge.getLivemode()).isFalse();
        assertThat(charge.getCreated()).isEqualTo(1_700_000_000);
        assertThat(charge.getDescription()).isEqualTo("caf\u00e9 \"x\"");
        assertThat(charge.getMetadata()).containsEntry("order", "6735");
        assertThat(client.charges().retrieve(charge.getId()).toJson()).isEqualTo(charge.toJson());
    }

    @Test
    void gives_equal_calls_in_equal_order_equal_ids_in_every_rehearsal() throws Exception {
        String first = client.charges().create(dollars(100).build()).getId();
        String second = client.charges().create(dollars(100).build()).getId();
        String other = client.charges().create(dollars(200).build()).getId();
        assertThat(List.of(first, second, other)).doesNotHaveDuplicates();
        V1Services again = client("rehearsal_2");
        assertThat(again.charges().create(dollars(200).build()).getId()).isEqualTo(other);
        assertThat(again.charges().create(dollars(100).build()).getId()).isEqualTo(first);
        assertThat(again.charges().create(dollars(100).build()).getId()).isEqualTo(second);
    }

    @Test
    void keeps_rehearsals_apart() throws Exception {
        client.charges().create(dollars(100).build());
        assertThat(client("rehearsal_2").charges().list().getData()).isEmpty();
        assertThat(client.charges().list().getData()).hasSize(1);
    }

    @Test
    void refunds_what_is_left_of_a_charge_and_no_more() throws Exception {
        Charge charge = client.charges().create(dollars(2999).build());
        Refund part = client.refunds()
                .create(RefundCreateParams.builder()
                        .setCharge(charge.getId())
                        .setAmount(1000L)
                        .build());
        assertThat(part.getAmount()).isEqualTo(1000);
        RefundCreateParams all =
                RefundCreateParams.builder().setCharge(charge.getId()).build();
        Refund rest = client.refunds().create(all);
        assertThat(rest.getId()).startsWith("re_mock_");
        assertThat(rest.getAmount()).isEqualTo(1999);
        assertThat(rest.getCurrency()).isEqualTo("usd");
        assertThat(rest.getStatus()).isEqualTo("succeeded");
        assertThat(client.charges().retrieve(charge.getId()).getRefunded()).isTrue();
        assertThatThrownBy(() -> client.refunds().create(all))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("charge_already_refunded"));
    }

    @Test
    void captures_later_what_was_only_authorised() throws Exception {
        Charge charge = client.charges().create(dollars(2999).setCapture(false).build());
        assertThat(charge.getCaptured()).isFalse();
        assertThat(charge.getAmountCaptured()).isZero();
        Charge captured = client.charges()
                .capture(
                        charge.getId(),
                        ChargeCaptureParams.builder().setAmount(2000L).build());
        assertThat(captured.getId()).isEqualTo(charge.getId());
        assertThat(captured.getCaptured()).isTrue();
        assertThat(captured.getAmountCaptured()).isEqualTo(2000);
    }

    @Test
    void takes_a_payment_intent_through_its_states() throws Exception {
        PaymentIntentCreateParams.Builder plain =
                PaymentIntentCreateParams.builder().setAmount(500L).setCurrency("eur");
        PaymentIntent intent = client.paymentIntents().create(plain.build());
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getClientSecret()).isNotBlank();
        assertThat(client.paymentIntents().confirm(intent.getId()).getStatus()).isEqualTo("succeeded");
        PaymentIntent paid = client.paymentIntents().retrieve(intent.getId());
        assertThat(paid.getAmountReceived()).isEqualTo(500);
        assertThat(client.charges().retrieve(paid.getLatestCharge()).getAmount())
                .isEqualTo(500);
        Refund refund = client.refunds()
                .create(RefundCreateParams.builder()
                        .setPaymentIntent(intent.getId())
                        .build());
        assertThat(refund.getAmount()).isEqualTo(500);
        assertThat(refund.getCurrency()).isEqualTo("eur");

        PaymentIntent manual = client.paymentIntents()
                .create(plain.setConfirm(true)
                        .setPaymentMethod("pm_card_visa")
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .build());
        assertThat(manual.getStatus()).isEqualTo("requires_capture");
        assertThat(manual.getAmountCapturable()).isEqualTo(500);
        PaymentIntent captured = client.paymentIntents()
                .capture(
                        manual.getId(),
                        PaymentIntentCaptureParams.builder()
                                .setAmountToCapture(300L)
                                .build());
        assertThat(captured.getStatus()).isEqualTo("succeeded");
        assertThat(captured.getAmountReceived()).isEqualTo(300);
    }

    @Test
    void changes_lists_and_deletes_what_was_made() throws Exception {
        Customer one = client.customers()
                .create(CustomerCreateParams.builder()
                        .setEmail("a@example.com")
                        .setName("A")
                        .build());
        Customer two = client.customers()
                .create(CustomerCreateParams.builder().setEmail("b@example.com").build());
        Customer changed = client.customers()
                .update(
                        one.getId(),
                        CustomerUpdateParams.builder()
                                .setAddress(CustomerUpdateParams.Address.builder()
                                        .setCity("Turin")
                                        .build())
                                .putMetadata("a", "1")
                                .build());
        assertThat(changed.getName()).isEqualTo("A");
        assertThat(changed.getAddress().getCity()).isEqualTo("Turin");
        assertThat(client.customers().list().getData())
                .extracting(Customer::getId)
                .containsExactly(two.getId(), one.getId());
        assertThat(client.customers()
                        .list(CustomerListParams.builder()
                                .setEmail("b@example.com")
                                .build())
                        .getData())
                .extracting(Customer::getId)
                .containsExactly(two.getId());
        var page = client.customers()
                .list(CustomerListParams.builder().setLimit(1L).build());
        assertThat(page.getHasMore()).isTrue();
        List<String> all = new ArrayList<>();
        page.autoPagingIterable().forEach(customer -> all.add(customer.getId()));
        assertThat(all).containsExactly(two.getId(), one.getId());

        assertThat(client.customers().delete(one.getId()).getDeleted()).isTrue();
        assertThat(client.customers().retrieve(one.getId()).getDeleted()).isTrue();
        assertThat(client.customers().list().getData()).hasSize(1);
    }

    @Test
    void makes_the_items_of_a_subscription_and_cancels_it() throws Exception {
        Subscription subscription = client.subscriptions()
                .create(SubscriptionCreateParams.builder()
                        .setCustomer("cus_1")
                        .addItem(SubscriptionCreateParams.Item.builder()
                                .setPrice("price_1")
                                .setQuantity(2L)
                                .build())
                        .build());
        assertThat(subscription.getStatus()).isEqualTo("active");
        assertThat(subscription.getItems().getData()).hasSize(1);
        assertThat(subscription.getItems().getData().get(0).getQuantity()).isEqualTo(2);
        assertThat(subscription.getItems().getData().get(0).getPrice().getId()).isEqualTo("price_1");
        assertThat(client.subscriptions().cancel(subscription.getId()).getStatus())
                .isEqualTo("canceled");
    }

    @Test
    void answers_plausibly_for_what_was_made_elsewhere() throws Exception {
        Charge elsewhere = client.charges().retrieve("ch_1Elsewhere");
        assertThat(elsewhere.getId()).isEqualTo("ch_1Elsewhere");
        assertThat(elsewhere.getStatus()).isEqualTo("succeeded");
        assertThat(client.refunds()
                        .create(RefundCreateParams.builder()
                                .setCharge("ch_1Elsewhere")
                                .build())
                        .getAmount())
                .isEqualTo(elsewhere.getAmount());
    }

    @Test
    void finds_the_mistakes_that_stripe_would_find() {
        assertThatThrownBy(() -> client.charges()
                        .create(ChargeCreateParams.builder().setCurrency("usd").build()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.getCode()).isEqualTo("parameter_missing");
                    assertThat(e.getParam()).isEqualTo("amount");
                });
        assertThatThrownBy(() -> client.refunds()
                        .create(RefundCreateParams.builder()
                                .setCharge("ch_1")
                                .setAmount(99_999L)
                                .build()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("amount_too_large"));
    }

    @Test
    void answers_a_used_key_as_stripe_does() {
        Operation charge = new Operation("stripe", "POST", "/v1/charges");
        Parameters one = Parameters.of(Map.of("amount", List.of("1"), "currency", List.of("usd")));
        Parameters two = Parameters.of(Map.of("amount", List.of("2"), "currency", List.of("usd")));
        Answer first = rehearsals.answer(charge, one, "/v1/charges", "r", "k1", null);
        assertThat(rehearsals
                        .answer(charge, one, "/v1/charges", "r", "k1", null)
                        .body())
                .isEqualTo(first.body());
        assertThat(rehearsals
                        .answer(charge, one, "/v1/charges", "r", "k2", null)
                        .body())
                .isNotEqualTo(first.body());
        Answer drift = rehearsals.answer(charge, two, "/v1/charges", "r", "k1", null);
        assertThat(drift.status()).isEqualTo(400);
        assertThat(new String(drift.body(), UTF_8)).contains("idempotency_error");
    }

    @Test
    void refuses_what_it_cannot_read_or_does_not_know() {
        Operation charge = new Operation("stripe", "POST", "/v1/charges");
        Parameters unread = STRIPE.parameters(charge, null, null, null, "it can be read only once");
        assertThat(rehearsals
                        .answer(charge, unread, "/v1/charges", "r", null, null)
                        .status())
                .isEqualTo(400);
        Operation other = new Operation("twilio", "POST", "/x");
        assertThat(rehearsals
                        .answer(other, Parameters.NONE, "/x", "r", null, null)
                        .status())
                .isEqualTo(501);
    }

    @Test
    void stays_bounded_over_many_rehearsals_and_large_objects() throws Exception {
        String large = "x".repeat(100_000);
        for (int i = 0; i < 100; i++) {
            client.charges().create(dollars(100 + i).setDescription(large).build());
        }
        int kept = client.charges()
                .list(ChargeListParams.builder().setLimit(100L).build())
                .getData()
                .size();
        assertThat(kept).isBetween(10, 30);
        for (int i = 0; i < 100; i++) {
            client("other_" + i).charges().create(dollars(100).build());
        }
        assertThat(client.charges().list().getData()).isEmpty();
    }

    @Test
    void gives_every_thread_its_own_charge() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ids.add(threads.submit(
                        () -> client.charges().create(dollars(100).build()).getId()));
            }
            List<String> seen = new ArrayList<>();
            for (Future<String> id : ids) {
                seen.add(id.get());
            }
            assertThat(seen).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void answers_any_parameters_without_failing_seed_4714() {
        Random random = new Random(4714);
        List<Operation> operations = List.copyOf(STRIPE.operations());
        String[] names = {"amount", "items", "metadata", "shipping", "charge", "id", "limit", "currency", "a", "0"};
        String[] values = {"", "0", "-1", "99999999999999999999", "true", "\ud800", "x", "ch_1"};
        for (int i = 0; i < 5_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(5); n > 0; n--) {
                body.append('&').append(names[random.nextInt(names.length)]);
                for (int depth = random.nextInt(4); depth > 0; depth--) {
                    body.append('[')
                            .append(random.nextBoolean() ? "" : names[random.nextInt(names.length)])
                            .append(']');
                }
                body.append('=').append(values[random.nextInt(values.length)]);
            }
            Operation operation = operations.get(random.nextInt(operations.size()));
            Parameters parameters = STRIPE.parameters(operation, body.toString(), null, new byte[0], null);
            String path = operation.template().replaceAll("\\{[^}]*}", "id_" + random.nextInt(3));
            assertThat(rehearsals
                            .answer(operation, parameters, path, "r", null, null)
                            .body())
                    .isNotEmpty();
        }
    }
}
