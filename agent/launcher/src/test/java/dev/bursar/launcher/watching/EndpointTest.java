// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private final Endpoint endpoint = endpoint();

    private static Endpoint endpoint() {
        try {
            return Endpoint.open("127.0.0.1:0", () -> "the page\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), endpoint.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void answers_get_and_head_of_metrics_alone() throws IOException {
        assertThat(ask("GET /metrics HTTP/1.1\r\nhost: 127.0.0.1:80\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 9\r\n")
                .endsWith("\r\n\r\nthe page\n");
        assertThat(ask("HEAD /metrics?a=b HTTP/1.0\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Length: 9\r\n")
                .endsWith("\r\n\r\n");
        assertThat(ask("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("DELETE /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    }

    @Test
    void refuses_a_request_meant_for_another_host() throws IOException {
        for (String host : new String[] {"evil.example", "127.0.0.1.evil.example", "localhost.evil.example", ""}) {
            assertThat(ask("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContain("the page");
        }
        assertThat(ask("GET /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void is_not_held_up_by_nonsense() throws IOException {
        assertThatNoAnswer("x".repeat(20_000));
        try (Socket silent = new Socket(InetAddress.getByName("127.0.0.1"), endpoint.port())) {
            assertThat(silent.isConnected()).isTrue();
            assertThat(ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")).contains("the page");
        }
    }

    private void assertThatNoAnswer(String request) {
        try {
            assertThat(ask(request)).isEmpty();
        } catch (IOException e) {
            // A connection that is closed with something unread in it is reset.
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_port_that_is_taken_is_an_error() {
        assertThatThrownBy(() -> Endpoint.open("127.0.0.1:" + endpoint.port(), () -> ""))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whoever_does_not_read_the_answer_does_not_keep_it_from_others() throws IOException {
        Endpoint large = Endpoint.open("127.0.0.1:0", () -> "x".repeat(32 << 20));
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(1_024);
            deaf.connect(new InetSocketAddress("127.0.0.1", large.port()));
            deaf.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            try (Socket other = new Socket(InetAddress.getByName("127.0.0.1"), large.port())) {
                other.setSoTimeout(20_000);
                other.getOutputStream()
                        .write("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void a_large_answer_arrives_whole() throws IOException {
        Endpoint large = Endpoint.open("127.0.0.1:0", () -> "x".repeat(32 << 20));
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), large.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).hasSizeGreaterThan(32 << 20);
        }
    }

    @Test
    void a_page_that_cannot_be_made_ends_that_request_alone() throws IOException {
        Endpoint broken = Endpoint.open("127.0.0.1:0", new Supplier<>() {
            private int asked;

            @Override
            public String get() {
                if (asked++ == 0) {
                    throw new IllegalStateException("broken");
                }
                return "well again\n";
            }
        });
        for (String expected : new String[] {"", "well again\n"}) {
            try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), broken.port())) {
                socket.getOutputStream()
                        .write("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .endsWith(expected);
            }
        }
    }
}
