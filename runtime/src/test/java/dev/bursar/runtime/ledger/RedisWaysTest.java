// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import static dev.bursar.runtime.ledger.LedgerContract.NOON;
import static dev.bursar.runtime.ledger.LedgerContract.cap;
import static dev.bursar.runtime.ledger.LedgerContract.held;
import static dev.bursar.runtime.ledger.LedgerContract.look;
import static dev.bursar.runtime.ledger.LedgerContract.payer;
import static dev.bursar.runtime.ledger.LedgerContract.request;
import static dev.bursar.runtime.ledger.LedgerContract.stands;
import static dev.bursar.runtime.ledger.LedgerContract.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.RealRedis;
import dev.bursar.runtime.redis.RedisAddress;
import dev.bursar.runtime.redis.SharedRedis;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a ledger other than a plain server: a cluster, Sentinels, TLS. */
class RedisWaysTest {

    private static final Cap DAY = cap(usd(10), Window.DAY);

    @TempDir
    Path folder;

    private static RedisAddress address(
            RedisAddress.Kind kind, String host, int port, @Nullable String master, boolean tls) {
        return new RedisAddress(
                kind,
                List.of(new RedisAddress.Host(host, port)),
                master,
                0,
                tls,
                null,
                null,
                "bursar",
                Duration.ofSeconds(2),
                0);
    }

    private static void counts(RedisAddress address) {
        try (SharedRedis shared = new SharedRedis(address, Membership.fresh(), RealRedis.DEAF)) {
            shared.start();
            RedisLedger ledger = new RedisLedger(shared, ZoneOffset.UTC, true, true);
            await().untilAsserted(() -> held(ledger.reserve(request("first", usd(1), DAY))));
            held(ledger.reserve(LedgerContract.of("a", usd(2), payer("billing", "r", DAY), payer("boss", "s", DAY))));
            ledger.settle("a", usd(1));
            ledger.release("first");
            // Until a cluster is up its outcomes wait.
            await().untilAsserted(() -> stands(look(ledger, NOON, DAY), 1, 0));
        }
    }

    private static void command(int port, String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[512];
            int read = socket.getInputStream().read(answer);
            assertThat(new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII))
                    .as(command)
                    .doesNotStartWith("-");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void counts_in_a_cluster_with_all_keys_in_one_slot() throws IOException {
        // The bus of a cluster is 10000 above its port unless it is named, which this version cannot.
        try (RealRedis node = RealRedis.startBelow(55_000, "--cluster-enabled", "yes")) {
            takeAllSlots(node.port());
            counts(address(RedisAddress.Kind.CLUSTER, "127.0.0.1", node.port(), null, false));
        }
    }

    private static void takeAllSlots(int port) throws IOException {
        StringBuilder slots = new StringBuilder("CLUSTER ADDSLOTS");
        for (int slot = 0; slot < 16_384; slot++) {
            slots.append(' ').append(slot);
            if (slot % 1_024 == 1_023) {
                command(port, slots.toString());
                slots = new StringBuilder("CLUSTER ADDSLOTS");
            }
        }
    }

    @Test
    void finds_the_master_that_sentinels_watch() throws IOException {
        try (RealRedis master = RealRedis.start()) {
            int port = freePort();
            Path config = Files.writeString(
                    folder.resolve("sentinel.conf"),
                    "port " + port + "\nbind 127.0.0.1\ndir " + folder + "\nsentinel monitor shop 127.0.0.1 "
                            + master.port() + " 1\n");
            Process sentinel = new ProcessBuilder(master.executable().toString(), config.toString(), "--sentinel")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("sentinel.log").toFile())
                    .start();
            try {
                counts(address(RedisAddress.Kind.SENTINEL, "127.0.0.1", port, "shop", false));
            } finally {
                sentinel.destroyForcibly();
            }
        }
    }

    @Test
    void checks_certificate_and_name_of_an_encrypted_server() throws Exception {
        Path store = folder.resolve("store.p12");
        makeKey(store);
        int port = freePort();
        try (RealRedis server = RealRedis.start(
                "--tls-port",
                Integer.toString(port),
                "--tls-cert-file",
                folder.resolve("cert.pem").toString(),
                "--tls-key-file",
                folder.resolve("key.pem").toString(),
                "--tls-ca-cert-file",
                folder.resolve("cert.pem").toString(),
                "--tls-auth-clients",
                "no")) {
            assertThat(server.port()).isPositive();
            refuses(address(RedisAddress.Kind.SINGLE, "localhost", port, null, true));
            System.setProperty("javax.net.ssl.trustStore", store.toString());
            System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
            try {
                counts(address(RedisAddress.Kind.SINGLE, "localhost", port, null, true));
                refuses(address(RedisAddress.Kind.SINGLE, "127.0.0.1", port, null, true));
            } finally {
                System.clearProperty("javax.net.ssl.trustStore");
                System.clearProperty("javax.net.ssl.trustStorePassword");
            }
        }
    }

    private static void refuses(RedisAddress address) {
        try (SharedRedis shared = new SharedRedis(address, Membership.fresh(), RealRedis.DEAF)) {
            assertThat(new RedisLedger(shared, ZoneOffset.UTC, true, true).reserve(request("x", usd(1), DAY)))
                    .isInstanceOf(Reservation.Unavailable.class);
        }
    }

    /** A key and a certificate for {@code localhost} that signs itself. */
    private void makeKey(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        pem(
                "key.pem",
                "PRIVATE KEY",
                keys.getKey("redis", "changeit".toCharArray()).getEncoded());
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
        keys.setCertificateEntry("trusted", keys.getCertificate("redis"));
        try (var out = Files.newOutputStream(store)) {
            keys.store(out, "changeit".toCharArray());
        }
    }

    private void pem(String name, String kind, byte[] content) throws IOException {
        Files.writeString(
                folder.resolve(name),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(content)
                        + "\n-----END " + kind + "-----\n");
    }
}
