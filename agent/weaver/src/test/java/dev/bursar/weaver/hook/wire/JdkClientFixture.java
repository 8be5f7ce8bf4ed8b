// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.WovenJvm;
import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.testing.RecordingGate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A woven JVM, a vendor and somebody else on loopback. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class JdkClientFixture {

    protected static final String APP_KEY = "sk_test_of_the_application";
    protected static final String REAL_KEY = "sk_test_real_and_secret";
    protected static final String BODY = "{\"id\":\"ch_1\"}";

    protected final RecordingGate gate = RecordingGate.installed();
    protected RawServer vendor;
    protected RawServer other;
    protected volatile RawServer.Responder responder;
    private WovenJvm jvm;

    protected abstract Hook hook();

    @BeforeAll
    void start() throws Exception {
        gate.reset();
        vendor = new RawServer(RawServer.loopback(), () -> responder);
        other = new RawServer(
                RawServer.loopback(), () -> (request, out, socket) -> out.write(RawServer.response("200 OK", "other")));
        jvm = WovenJvm.with(hook());
    }

    @AfterAll
    void stop() throws Exception {
        jvm.close();
        vendor.close();
        other.close();
        gate.reset();
    }

    @BeforeEach
    void forget() {
        gate.reset().govern(origin()).key(REAL_KEY).wantBody(1 << 16);
        vendor.reset();
        other.reset();
        reply("200 OK\r\nContent-Type: application/json", BODY);
    }

    protected final String origin() {
        return "http://127.0.0.1:" + vendor.port();
    }

    /** Of somebody else, under a name that is not watched. */
    protected final String otherOrigin() {
        return "http://localhost:" + other.port();
    }

    protected final void reply(String statusAndHeaders, String body) {
        responder = (request, out, socket) -> out.write(RawServer.response(statusAndHeaders, body));
    }

    /** Sends the first request elsewhere, and answers any later one. */
    protected final void redirect(int status, String location) {
        responder = (request, out, socket) -> out.write(
                request.target().equals("/moved")
                        ? RawServer.response("200 OK", BODY)
                        : RawServer.response(status + " Moved\r\nLocation: " + location, "moved"));
    }

    protected final void refuse(int status, String body) {
        gate.answer(new Answer(
                status,
                List.of(Map.entry("Content-Type", "application/json"), Map.entry("Stripe-Should-Retry", "false")),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    protected final RecordingGate.Call call() {
        assertThat(gate.calls()).hasSize(1);
        return gate.calls().get(0);
    }

    protected final RawServer.Request only() {
        assertThat(vendor.requests()).hasSize(1);
        return vendor.requests().get(0);
    }

    protected final void failedOnce() {
        assertThat(call().reports()).isEqualTo(1);
        assertThat(call().error()).isNotNull();
        assertThat(call().status()).isZero();
    }

    /** Nothing of Bursar and no key of anybody. */
    protected static void bare(String head) {
        assertThat(head).doesNotContainIgnoringCase(GovernedCall.MARK).doesNotContain(REAL_KEY);
    }

    protected static void dressed(RawServer.Request request) {
        assertThat(request.header(GovernedCall.MARK)).isNull();
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + REAL_KEY);
    }
}
