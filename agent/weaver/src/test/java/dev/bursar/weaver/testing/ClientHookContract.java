// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.hook.Hook;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every client's outer hook must do. One subclass for each client, which only says how that client is made to call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ClientHookContract {

    /** The key that the application presents. */
    protected static final String APP_KEY = "sk_test_of_the_application";

    /** The key that only the wire may see. */
    protected static final String REAL_KEY = "sk_test_real_and_secret";

    private static final String CHARGE =
            "{\"id\":\"ch_1\",\"object\":\"charge\",\"amount\":2900,\"currency\":\"usd\",\"description\":\"caf\u00e9\"}";
    private static final String REFUSAL =
            "{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"bursar_not_allowed\",\"message\":\"not allowed\"}}";

    protected final RecordingGate gate = RecordingGate.installed();
    protected LoopbackServer server;
    private WovenJvm jvm;

    /** What the application got: out of the client's own response or, where the client raises one, out of its own exception. */
    public record Got(int status, String body, Map<String, List<String>> headers) {}

    /** The hooks of the client, those of the client under it included where they are wanted. */
    protected abstract Hook[] hooks();

    /** What {@link CallView#client} begins with. */
    protected abstract String client();

    /** Whether one of {@link #hooks} dresses at the wire. */
    protected abstract boolean dresses();

    /** Loads the client, once the JVM is woven. */
    protected abstract void load() throws Exception;

    /**
     * {@code POST origin/v1/charges} with {@code Authorization: Bearer} {@link #APP_KEY} and this form body.
     *
     * @throws Exception what the client itself throws when no response comes
     */
    protected abstract Got post(String origin, Map<String, String> form) throws Exception;

    /** {@code GET origin/v1/charges/ch_1}, with the key as for {@link #post}. */
    protected abstract Got get(String origin) throws Exception;

    @BeforeAll
    void weave() throws Exception {
        server = new LoopbackServer();
        gate.reset();
        jvm = WovenJvm.with(hooks());
        load();
    }

    @AfterAll
    void stop() throws Exception {
        jvm.close();
        server.close();
        gate.reset();
    }

    @BeforeEach
    void forget() {
        gate.reset().govern(server.origin()).key(REAL_KEY).wantBody(1 << 16);
        server.reset().reply(LoopbackServer.Reply.json(200, CHARGE));
    }

    protected static @Nullable String header(List<? extends Map.Entry<String, String>> headers, String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    @Test
    void shows_the_call_exactly_as_it_will_be_made() throws Exception {
        post(server.origin(), Map.of("amount", "2900"));

        CallView view = gate.views().get(0);
        assertThat(gate.views()).hasSize(1);
        assertThat(view.client()).startsWith(client());
        assertThat(view.method()).isEqualTo("POST");
        assertThat(view.url()).isEqualTo(server.origin() + "/v1/charges");
        assertThat(header(view.headers(), "Authorization")).isEqualTo("Bearer " + APP_KEY);
        assertThat(header(view.headers(), "Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(view.bodyProblem()).isNull();
        assertThat(new String(view.body(), StandardCharsets.UTF_8))
                .isEqualTo("amount=2900")
                .isEqualTo(server.requests().get(0).text());
    }

    @Test
    void shows_a_call_without_a_body() throws Exception {
        get(server.origin());

        CallView view = gate.views().get(0);
        assertThat(view.method()).isEqualTo("GET");
        assertThat(view.url()).isEqualTo(server.origin() + "/v1/charges/ch_1");
        assertThat(view.body()).isEmpty();
        assertThat(view.bodyProblem()).isNull();
    }

    @Test
    void lets_a_governed_call_out_under_its_mark_and_gives_the_application_the_vendors_response() throws Exception {
        Got got = post(server.origin(), Map.of("amount", "2900"));

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(CHARGE);
        LoopbackServer.Request request = server.requests().get(0);
        assertThat(server.requests()).hasSize(1);
        String mark = gate.calls().get(0).mark();
        if (dresses()) {
            assertThat(request.header(GovernedCall.MARK)).isNull();
            assertThat(request.header("Authorization")).isEqualTo("Bearer " + REAL_KEY);
            assertThat(gate.dressed())
                    .singleElement()
                    .satisfies(dressed -> assertThat(dressed.mark()).isEqualTo(mark));
        } else {
            assertThat(request.header(GovernedCall.MARK)).isEqualTo(mark);
            assertThat(request.header("Authorization")).doesNotContain(APP_KEY).doesNotContain(REAL_KEY);
        }
    }

    @Test
    void reports_the_response_once() throws Exception {
        server.reply(LoopbackServer.Reply.json(402, REFUSAL));
        get(server.origin());

        RecordingGate.Call call = gate.calls().get(0);
        assertThat(call.reports()).isEqualTo(1);
        assertThat(call.status()).isEqualTo(402);
        assertThat(call.error()).isNull();
        assertThat(header(call.headers(), "Content-Type")).isEqualTo("application/json");
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo(REFUSAL);
        assertThat(call.whole()).isTrue();
    }

    @Test
    void reports_no_more_of_the_body_than_is_wanted() throws Exception {
        gate.wantBody(5);
        Got got = get(server.origin());

        RecordingGate.Call call = gate.calls().get(0);
        assertThat(got.body()).isEqualTo(CHARGE);
        assertThat(call.reports()).isEqualTo(1);
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo(CHARGE.substring(0, 5));
        assertThat(call.whole()).isFalse();
    }

    @Test
    void reports_the_failure_of_a_call_that_got_no_response_once() {
        server.reply(LoopbackServer.Reply.hangUp());

        assertThat(catchIt(() -> get(server.origin()))).isNotNull();
        RecordingGate.Call call = gate.calls().get(0);
        assertThat(gate.calls()).hasSize(1);
        assertThat(call.reports()).isEqualTo(1);
        assertThat(call.status()).isZero();
        assertThat(call.error()).isNotNull();
    }

    @Test
    void hands_back_an_answer_as_the_clients_own_response_and_sends_nothing() throws Exception {
        gate.answer(new Answer(
                200,
                List.of(Map.entry("Content-Type", "application/json"), Map.entry("Bursar-Test", "yes")),
                CHARGE.getBytes(StandardCharsets.UTF_8)));
        Got got = post(server.origin(), Map.of("amount", "2900"));

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(CHARGE);
        assertThat(got.headers().entrySet()).anySatisfy(header -> {
            assertThat(header.getKey()).isEqualToIgnoringCase("Bursar-Test");
            assertThat(header.getValue()).containsExactly("yes");
        });
        assertThat(server.requests()).isEmpty();
        assertThat(gate.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.reports()).isZero());
    }

    @Test
    void hands_back_a_refusal_as_the_client_hands_back_the_vendors() throws Exception {
        for (int status : new int[] {400, 401, 402, 403, 409, 429, 503}) {
            gate.answer(new Answer(
                    status,
                    List.of(Map.entry("Content-Type", "application/json"), Map.entry("Stripe-Should-Retry", "false")),
                    REFUSAL.getBytes(StandardCharsets.UTF_8)));
            Got refused = post(server.origin(), Map.of("amount", "2900"));

            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.body()).isEqualTo(REFUSAL);
        }
        assertThat(server.requests()).isEmpty();
        assertThat(gate.calls()).hasSize(7);
    }

    @Test
    void leaves_a_call_to_anybody_else_alone() throws Exception {
        gate.reset();
        Got got = post(server.origin(), Map.of("amount", "2900"));

        assertThat(got.status()).isEqualTo(200);
        LoopbackServer.Request request = server.requests().get(0);
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + APP_KEY);
        assertThat(request.header(GovernedCall.MARK)).isNull();
        assertThat(request.text()).isEqualTo("amount=2900");
        assertThat(gate.views()).isEmpty();
    }

    @Test
    void opens_one_call_for_each_call() throws Exception {
        post(server.origin(), Map.of("amount", "1"));
        post(server.origin(), Map.of("amount", "1"));

        assertThat(gate.calls()).hasSize(2);
        assertThat(server.requests()).hasSize(2);
        assertThat(gate.calls()).allSatisfy(call -> assertThat(call.reports()).isEqualTo(1));
    }

    /** What a client's call throws; {@code null} if nothing. */
    protected static @Nullable Throwable catchIt(Callable<?> call) {
        try {
            call.call();
            return null;
        } catch (Throwable e) {
            return e;
        }
    }
}
