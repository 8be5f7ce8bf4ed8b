// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A vendor on loopback behind TLS, with a certificate made for the occasion, and a client's context that trusts it. */
public record TlsVendor(RawServer server, SSLContext trusting) implements AutoCloseable {

    /** Presented to nobody but this test. */
    private static final String PASSWORD = "loopback-only";

    public static TlsVendor start(Path dir, Supplier<RawServer.Responder> responder) throws Exception {
        Path store = dir.resolve("vendor.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "vendor",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("keytool.log").toFile())
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(dir.resolve("keytool.log")));
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("vendor", keys.getCertificate("vendor"));
        trusted.init(certificates);
        SSLContext serving = SSLContext.getInstance("TLS");
        serving.init(own.getKeyManagers(), null, null);
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trusted.getTrustManagers(), null);
        RawServer server = new RawServer(
                serving.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                responder);
        return new TlsVendor(server, trusting);
    }

    public String origin() {
        return "https://127.0.0.1:" + server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
