// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.wire.JdkClientFixture;
import dev.bursar.weaver.hook.wire.TlsVendor;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UrlConnectionTlsTest extends JdkClientFixture {

    private TlsVendor tls;

    @Override
    protected Hook hook() {
        return new UrlConnectionHook();
    }

    @BeforeAll
    void startTls(@TempDir Path dir) throws Exception {
        tls = TlsVendor.start(dir, () -> responder);
    }

    @AfterAll
    void stopTls() throws Exception {
        tls.close();
    }

    @BeforeEach
    void governTls() {
        tls.server().reset();
        gate.govern(tls.origin());
    }

    private HttpsURLConnection open() throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection)
                URI.create(tls.origin() + "/v1/charges").toURL().openConnection();
        connection.setSSLSocketFactory(tls.trusting().getSocketFactory());
        connection.setRequestProperty("Authorization", "Bearer " + APP_KEY);
        connection.setDoOutput(true);
        connection.getOutputStream().write("amount=2900".getBytes(StandardCharsets.UTF_8));
        return connection;
    }

    @Test
    void governs_a_call_over_tls() throws Exception {
        HttpsURLConnection connection = open();

        assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(BODY);
        assertThat(connection.getServerCertificates()).hasSize(1);
        assertThat(connection.getCipherSuite()).startsWith("TLS_");
        assertThat(connection.getSSLSession()).isPresent();
        dressed(tls.server().requests().get(0));
        assertThat(gate.dressed().get(0).url()).isEqualTo(tls.origin() + "/v1/charges");
        assertThat(call().reports()).isEqualTo(1);
    }

    @Test
    void answers_over_tls_without_a_handshake() throws Exception {
        refuse(403, BODY);
        HttpsURLConnection connection = open();

        assertThat(connection.getResponseCode()).isEqualTo(403);
        assertThatThrownBy(connection::getServerCertificates).isInstanceOf(IllegalStateException.class);
        assertThat(tls.server().connections()).isZero();
    }

    @Test
    void reports_a_vendor_that_is_not_trusted_as_a_failure() throws Exception {
        HttpsURLConnection connection = (HttpsURLConnection)
                URI.create(tls.origin() + "/v1/charges").toURL().openConnection();

        assertThatThrownBy(connection::getResponseCode).isInstanceOf(javax.net.ssl.SSLException.class);
        failedOnce();
        assertThat(gate.dressed()).isEmpty();
    }
}
