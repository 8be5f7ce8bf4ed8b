// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.testing.ClientHookContract;
import dev.bursar.weaver.testing.LoopbackServer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each version in turn: the oldest that runs on a current JDK, two between, the newest. */
@NullUnmarked
class StripeJavaHookTest {

    @Nested
    class V20 extends Contract {
        V20() {
            super("20.47.1", false);
        }
    }

    @Nested
    class V24 extends Contract {
        V24() {
            super("24.24.0", true);
        }
    }

    @Nested
    class V28 extends Contract {
        V28() {
            super("28.4.0", true);
        }
    }

    @Nested
    class V33 extends Contract {
        V33() {
            super("33.3.0", true);
        }
    }

    abstract static class Contract extends ClientHookContract {

        private final String version;
        private final boolean streams;
        private StripeVersion stripe;

        Contract(String version, boolean streams) {
            this.version = version;
            this.streams = streams;
        }

        @Override
        protected Hook[] hooks() {
            return new Hook[] {new StripeJavaHook()};
        }

        @Override
        protected String client() {
            return "stripe-java " + version;
        }

        @Override
        protected boolean dresses() {
            return false;
        }

        @Override
        protected void load() throws Exception {
            stripe = new StripeVersion(version);
            stripe.tell("retries", Map.of("count", 0));
        }

        @Override
        protected Got post(String origin, Map<String, String> form) {
            return call("create", origin, new HashMap<>(form));
        }

        @Override
        protected Got get(String origin) {
            return call("retrieve", origin, Map.of("id", "ch_1"));
        }

        private Got call(String what, String origin, Map<String, Object> with) {
            stripe.tell("base", Map.of("origin", origin));
            stripe.tell("set key", Map.of("key", APP_KEY));
            @SuppressWarnings("unchecked")
            Map<String, Object> got = (Map<String, Object>) stripe.tell(what, with);
            if (got.get("status") == null) {
                throw new IllegalStateException((Throwable) got.get("raised"));
            }
            @SuppressWarnings("unchecked")
            Map<String, List<String>> headers = (Map<String, List<String>>) got.get("headers");
            raised = (Throwable) got.get("raised");
            return new Got((Integer) got.get("status"), (String) got.get("body"), headers);
        }

        private Throwable raised;

        @Test
        void lets_an_application_hold_no_key_at_all() throws Exception {
            try (StripeVersion fresh = new StripeVersion(version)) {
                assertThat(fresh.tell("global key", Map.of())).isEqualTo(StripeJavaHook.NO_KEY);

                fresh.tell("retries", Map.of("count", 0));
                fresh.tell("base", Map.of("origin", server.origin()));
                fresh.tell("retrieve", Map.of("id", "ch_1"));
                assertThat(header(gate.views().get(0).headers(), "Authorization"))
                        .isEqualTo("Bearer " + StripeJavaHook.NO_KEY);
            }
        }

        @Test
        void raises_the_sdks_own_exceptions_from_a_refusal_without_a_retry_of_its_own() throws Exception {
            stripe.tell("retries", Map.of("count", 2));
            try {
                Map<Integer, String> expected = Map.of(
                        401, "AuthenticationException",
                        402, "CardException",
                        403, "PermissionException",
                        429, "RateLimitException",
                        503, "ApiException");
                for (Map.Entry<Integer, String> one : expected.entrySet()) {
                    gate.answer(new Answer(
                            one.getKey(),
                            List.of(Map.entry("Stripe-Should-Retry", "false")),
                            "{\"error\":{\"type\":\"api_error\",\"code\":\"bursar_x\",\"message\":\"why\"}}"
                                    .getBytes(StandardCharsets.UTF_8)));
                    get(server.origin());
                    assertThat(raised.getClass().getSimpleName()).isEqualTo(one.getValue());
                    assertThat(raised).hasMessageContaining("why");
                }
                assertThat(gate.calls()).hasSize(expected.size());
                assertThat(server.requests()).isEmpty();
            } finally {
                stripe.tell("retries", Map.of("count", 0));
            }
        }

        @Test
        void decides_once_on_a_call_that_the_sdk_itself_retries() {
            stripe.tell("retries", Map.of("count", 1));
            server.reply(LoopbackServer.Reply.json(500, "{\"error\":{\"type\":\"api_error\",\"message\":\"x\"}}"));
            post(server.origin(), Map.of("amount", "1"));
            stripe.tell("retries", Map.of("count", 0));

            assertThat(server.requests()).hasSize(2);
            assertThat(gate.calls()).singleElement().satisfies(call -> {
                assertThat(call.reports()).isEqualTo(1);
                assertThat(call.status()).isEqualTo(500);
            });
        }

        @Test
        void takes_the_applications_key_off_the_request_however_its_header_is_spelt() {
            stripe.tell("own client", Map.of());
            try {
                get(server.origin());
                for (String spelling : List.of("Authorization", "AUTHORIZATION", "authorization", "aUTHORIZATIOn")) {
                    stripe.tell(
                            "send again spelling the key's header", Map.of("header", spelling, "key", "sk_live_other"));
                }
                @SuppressWarnings("unchecked")
                List<Map<String, List<String>>> seen = (List<Map<String, List<String>>>) stripe.tell("seen", Map.of());
                assertThat(seen).hasSize(5).allSatisfy(headers -> {
                    assertThat(headers).containsKey(GovernedCall.MARK);
                    assertThat(headers.toString())
                            .contains("Bearer " + StripeJavaHook.NO_KEY)
                            .doesNotContain(APP_KEY)
                            .doesNotContain("sk_live_other");
                });
            } finally {
                stripe.tell("shipped client", Map.of());
            }
        }

        @Test
        void leaves_the_applications_key_where_the_call_is_only_observed() {
            gate.keepKeys();
            get(server.origin());

            assertThat(server.requests().get(0).header("Authorization")).isEqualTo("Bearer " + APP_KEY);
        }

        @Test
        void governs_a_call_once_that_passes_the_hook_twice() {
            stripe.tell("wrapping client", Map.of());
            try {
                get(server.origin());
                assertThat(gate.views()).hasSize(1);
                assertThat(server.requests()).hasSize(1);
                assertThat(gate.calls().get(0).reports()).isEqualTo(1);
            } finally {
                stripe.tell("shipped client", Map.of());
            }
        }

        @Test
        void watches_a_streamed_body_as_the_application_reads_it() {
            if (!streams) {
                return;
            }
            stripe.tell("base", Map.of("origin", server.origin()));
            stripe.tell("set key", Map.of("key", APP_KEY));
            server.reply(LoopbackServer.Reply.json(200, "{\"id\":\"qt_1\",\"object\":\"quote\"}"));
            Object quote = stripe.tell("quote", Map.of());
            server.reply(LoopbackServer.Reply.json(200, "a quote on paper"));

            assertThat(stripe.tell("pdf", Map.of("quote", quote))).isEqualTo("a quote on paper");
            assertThat(gate.calls().get(1)).satisfies(call -> {
                assertThat(call.reports()).isEqualTo(1);
                assertThat(call.status()).isEqualTo(200);
                assertThat(call.body()).asString().isEqualTo("a quote on paper");
                assertThat(call.whole()).isTrue();
            });

            gate.wantBody(0);
            stripe.tell("pdf", Map.of("quote", quote));
            assertThat(gate.calls().get(2).reports()).isEqualTo(1);
            assertThat(gate.calls().get(2).whole()).isFalse();

            gate.answer(new Answer(200, List.of(), "made here".getBytes(StandardCharsets.UTF_8)));
            assertThat(stripe.tell("pdf", Map.of("quote", quote))).isEqualTo("made here");
            assertThat(server.requests()).hasSize(3);
        }
    }
}
