// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.wire.JdkClientFixture;
import dev.bursar.weaver.hook.wire.TlsVendor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkHttpTlsTest extends JdkClientFixture {

    @Override
    protected Hook hook() {
        return new JdkHttpHook();
    }

    @Test
    void governs_a_call_over_tls(@TempDir Path dir) throws Exception {
        try (TlsVendor tls = TlsVendor.start(dir, () -> responder)) {
            gate.govern(tls.origin());
            HttpResponse<String> response = HttpClient.newBuilder()
                    .sslContext(tls.trusting())
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(tls.origin() + "/v1/charges"))
                                    .POST(HttpRequest.BodyPublishers.ofString("amount=2900"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(response.body()).isEqualTo(BODY);
            assertThat(response.sslSession()).isPresent();
            dressed(tls.server().requests().get(0));
            assertThat(gate.dressed().get(0).url()).isEqualTo(tls.origin() + "/v1/charges");
            assertThat(call().reports()).isEqualTo(1);
        }
    }
}
