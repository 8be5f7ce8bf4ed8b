// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.PermissionException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.net.ApiRequest;
import com.stripe.net.ApiResource;
import com.stripe.net.BaseAddress;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.LiveStripeResponseGetter;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.call.Refusal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeAnswersTest {

    private static final Operation CHARGE = new Operation("stripe", "POST", "/v1/charges");

    private final StripeVendor stripe = new StripeVendor();

    private Result result(int status, String body) {
        return stripe.result(CHARGE, Parameters.NONE, status, body.getBytes(UTF_8), true);
    }

    @Test
    void settles_with_the_amount_and_id_of_the_answer() {
        assertThat(result(200, "{\"id\":\"ch_1\",\"amount\":2999,\"currency\":\"usd\"}"))
                .isEqualTo(new Result.Done(stripe.money(2999, "usd"), "ch_1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "<html>",
                "{\"amount\":1}",
                "{\"amount\":\"1\",\"currency\":\"usd\"}",
                "{\"amount\":1.5,\"currency\":\"usd\"}",
                "{\"amount\":1e99,\"currency\":\"usd\"}",
                "{\"amount\":99999999999999999999,\"currency\":\"usd\"}",
                "{\"amount\":1,\"currency\":\"?\"}",
                "{\"amount\":1,\"currency\":\"usd\"",
                "{\"id\":\"a\\nb\"}",
            })
    void counts_what_was_held_when_a_success_does_not_say_what_it_moved(String body) {
        assertThat(result(200, body)).isEqualTo(new Result.Done(null, null));
    }

    @Test
    void counts_what_was_held_when_a_success_is_cut_off() {
        byte[] body = "{\"id\":\"ch_1\",\"amount\":2999,\"currency\":\"usd\"}".getBytes(UTF_8);
        assertThat(stripe.result(CHARGE, Parameters.NONE, 200, body, false)).isEqualTo(new Result.Done(null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"error\":{\"type\":\"invalid_request_error\",\"code\":\"parameter_missing\"}} | parameter_missing",
                "401 | {\"error\":{\"type\":\"invalid_request_error\"}} | invalid_request_error",
                "401 | <html> | ",
                "402 | {\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\"}} | card_declined",
                "403 | {\"error\":{\"code\":\"more_permissions_required\"}} | more_permissions_required",
                "404 | {\"error\":{\"code\":\"resource_missing\"}} | resource_missing",
                "409 | {\"error\":{\"type\":\"invalid_request_error\",\"code\":\"lock_timeout\"}} | lock_timeout",
                "429 | {\"error\":{\"code\":\"rate_limit\"}} | rate_limit",
                "400 | {\"error\":\"invalid_grant\"} | invalid_grant",
            })
    void takes_an_error_of_stripes_for_a_refusal(int status, String body, String code) {
        assertThat(result(status, body)).isEqualTo(new Result.Refused(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100 | {}",
                "302 | {}",
                "304 | {}",
                "400 | {\"error\":{\"type\":\"idempotency_error\"}}",
                "400 | <html>",
                "408 | {\"error\":{\"code\":\"x\"}}",
                "409 | {\"error\":{\"type\":\"idempotency_error\",\"code\":\"idempotency_key_in_use\"}}",
                "409 | {\"error\":{\"code\":\"idempotency_key_in_use\"}}",
                "409 | ''",
                "424 | {\"error\":{\"code\":\"x\"}}",
                "500 | {\"error\":{\"type\":\"api_error\"}}",
                "503 | ''",
                "599 | ''",
                "0 | ''",
                "-1 | ''",
            })
    void keeps_the_hold_when_the_answer_does_not_say_that_nothing_moved(int status, String body) {
        assertThat(result(status, body)).isInstanceOf(Result.Unknown.class);
    }

    @Test
    void reads_any_answer_without_failing_seed_4713() {
        Random random = new Random(4713);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(40)];
            for (int j = 0; j < body.length; j++) {
                body[j] = (byte) "{}[]\":,0123e.-\\u \u00ffabc".charAt(random.nextInt(21));
            }
            stripe.result(CHARGE, Parameters.NONE, random.nextInt(700), body, random.nextBoolean());
        }
        assertThat(result(200, "[".repeat(1_000_000))).isEqualTo(new Result.Done(null, null));
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "404", "409", "429", "503"})
    void refuses_so_that_stripe_java_raises_its_own_exception(int status) {
        Class<? extends StripeException> expected = switch (status) {
            case 401 -> AuthenticationException.class;
            case 403 -> PermissionException.class;
            case 404 -> InvalidRequestException.class;
            case 429 -> RateLimitException.class;
            default -> ApiException.class;
        };
        Refusal refusal =
                new Refusal(status, "bursar_test", "no \"quotes\"\r\n\u0000 \ud800 caf\u00e9", "bursar.yaml:31");
        Answer answer = stripe.refusal(refusal);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
                .contains(Map.entry("Stripe-Should-Retry", "false"))
                .noneMatch(header -> header.getKey().equalsIgnoreCase("Request-Id"));
        for (String path : List.of("/v1/charges", "/v2/core/accounts")) {
            int[] sent = {0};
            Throwable thrown = catchThrowable(() -> new LiveStripeResponseGetter(client(answer, sent))
                    .request(
                            new ApiRequest(
                                    BaseAddress.API,
                                    ApiResource.RequestMethod.POST,
                                    path,
                                    Map.of(),
                                    RequestOptions.builder()
                                            .setApiKey("vk_test")
                                            .setMaxNetworkRetries(2)
                                            .build()),
                            Charge.class));
            assertThat(thrown).as(path).isExactlyInstanceOf(expected).hasMessageContaining("no \"quotes\"");
            assertThat(((StripeException) thrown).getCode()).isEqualTo("bursar_test");
            assertThat(sent[0]).isEqualTo(1);
        }
    }

    private static HttpClient client(Answer answer, int[] sent) {
        return new HttpClient() {
            @Override
            public StripeResponse request(StripeRequest request) {
                sent[0]++;
                HttpHeaders headers = HttpHeaders.of(answer.headers().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))));
                return new StripeResponse(answer.status(), headers, new String(answer.body(), UTF_8));
            }
        };
    }

    @Test
    void reads_the_headers_of_a_request() {
        assertThat(stripe.presentedKey(Map.of("authorization", "Bearer vk_a"))).isEqualTo("vk_a");
        assertThat(stripe.presentedKey(Map.of("authorization", "bearer  vk_a ")))
                .isEqualTo("vk_a");
        String basic = Base64.getEncoder().encodeToString("vk_a:".getBytes(UTF_8));
        assertThat(stripe.presentedKey(Map.of("authorization", "Basic " + basic)))
                .isEqualTo("vk_a");
        assertThat(stripe.presentedKey(Map.of("authorization", "Basic ?"))).isNull();
        assertThat(stripe.presentedKey(Map.of("authorization", "Bearer "))).isNull();
        assertThat(stripe.presentedKey(Map.of("authorization", "vk_a"))).isNull();
        assertThat(stripe.presentedKey(Map.of())).isNull();
        assertThat(stripe.account(Map.of())).isNull();
        assertThat(stripe.account(Map.of("stripe-account", "acct_1"))).isEqualTo("acct_1");
        assertThat(stripe.account(Map.of("stripe-context", "acct_1"))).isEqualTo("acct_1");
        assertThat(stripe.account(Map.of("stripe-account", "acct_1", "stripe-context", "acct_2")))
                .isEqualTo("acct_1, acct_2");
        assertThat(stripe.requestId(Map.of("request-id", "req_1"))).isEqualTo("req_1");
        assertThat(stripe.authorization("k")).isEqualTo(Map.entry("Authorization", "Bearer k"));
    }

    @Test
    void gives_a_key_to_what_changes_something() {
        assertThat(stripe.isKeyed(CHARGE)).isTrue();
        assertThat(stripe.isKeyed(new Operation("stripe", "GET", "/v1/charges")))
                .isFalse();
        assertThat(stripe.isKeyed(new Operation("stripe", "DELETE", "/v1/coupons/{coupon}")))
                .isFalse();
        assertThat(stripe.isKeyed(new Operation("stripe", "DELETE", "/v2/core/event_destinations/{event_destination}")))
                .isTrue();
    }
}
