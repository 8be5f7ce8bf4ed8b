// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.bridge.Dressing;
import dev.bursar.weaver.testing.RecordingGate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestHeadTest {

    private static final String LINE = "GET / HTTP/1.1";

    private final RecordingGate gate = RecordingGate.installed();

    @BeforeEach
    void forget() {
        gate.reset();
    }

    private static String dress(String head, String origin) throws IOException {
        return new String(
                RequestHead.dress(head.getBytes(StandardCharsets.ISO_8859_1), origin), StandardCharsets.ISO_8859_1);
    }

    @Test
    void strips_the_mark_whatever_the_dressing_says() throws Exception {
        assertThat(RequestHead.dress(LINE, "A: b\r\nbursar-CALL: m\r\nC: d\r\n\r\n", Dressing.NONE))
                .isEqualTo(LINE + "\r\nA: b\r\nC: d\r\n\r\n");
    }

    @Test
    void drops_a_folded_header_whole() throws Exception {
        assertThat(RequestHead.dress(
                        LINE,
                        "Authorization: Bearer\r\n\tsk_app\r\nA: b\n c\r\n\r\n",
                        new Dressing(Set.of("authorization"), Map.of("Authorization", "Bearer real"))))
                .isEqualTo(LINE + "\r\nA: b\r\n c\r\nAuthorization: Bearer real\r\n\r\n");
    }

    @Test
    void writes_no_value_that_would_begin_another_header() {
        Dressing broken = new Dressing(Set.of(), Map.of("Authorization", "x\r\nHost: elsewhere"));
        assertThatThrownBy(() -> RequestHead.dress(LINE, "\r\n", broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("`Authorization`")
                .hasMessageNotContaining("elsewhere");
    }

    @Test
    void refuses_what_is_not_the_head_of_a_request() {
        assertThatThrownBy(() -> dress("nonsense\r\n\r\n", "http://127.0.0.1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> dress("", "http://127.0.0.1")).isInstanceOf(IOException.class);
    }

    @Test
    void asks_about_the_very_url_with_its_user_info() {
        gate.govern("http://127.0.0.1:1");
        assertThatThrownBy(() -> dress("GET /a?b HTTP/1.1\r\n\r\n", "http://127.0.0.1:1"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> dress("GET http://127.0.0.1:1/c HTTP/1.1\r\n\r\n", "http://127.0.0.1:1"))
                .isInstanceOf(IOException.class);
        assertThat(gate.dressed())
                .extracting(RecordingGate.Dressed::url)
                .containsExactly("http://127.0.0.1:1/a?b", "http://127.0.0.1:1/c");
    }

    @Test
    void keeps_every_byte_that_it_does_not_understand() throws Exception {
        String head = LINE + "\r\nA: \u00e4\u00ff\u0080\r\n\r\n";
        assertThat(dress(head, "http://127.0.0.1")).isEqualTo(head);
    }
}
