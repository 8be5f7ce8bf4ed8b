// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.app.load.Prompt;
import dev.bursar.it.harness.Ground;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of the shipped jar: made under the agent, checked by the command line with the public key alone. */
class CheckpointIT {

    private static final String POLICY = """
            checkpoints: {key: file:checkpoints.pem, to: file:checkpoints.log, records: 2}
            callers:
              billing:
                is: [com.acme.app.load.Biller]
                credential: file:billing.key
                allow:
                  - POST /v1/charges:
                      amount: {max: 20.00 USD}
                caps: [50.00 USD per day]
            """;

    @TempDir
    Path folder;

    private int shown;

    @BeforeEach
    void makeKeys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        pem("checkpoints.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
        pem("public.pem", "PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private void pem(String name, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    private static Lab.Session session(Ground ground, Path policy, String name) {
        return new Lab.Session(Jvm.application(Prompt.class.getName(), "33.3.0")
                .agent(policy)
                .argument(ground.stripe.baseUrl())
                .argument(Ground.GLOBAL)
                .start(ground.folder, name));
    }

    private static void charges(Ground ground, Path policy, String name, int times) {
        try (Lab.Session app = session(ground, policy, name)) {
            for (int i = 0; i < times; i++) {
                assertThat(app.ask("charge", "cus_" + name + i, "1000")).startsWith("ch_");
            }
            assertThat(app.end().exit()).isZero();
        }
    }

    private Jvm.Done verify(boolean withCheckpoints) {
        Jvm verify = Jvm.bursar("verify", folder.resolve("state").toString());
        if (withCheckpoints) {
            verify.argument("--checkpoints")
                    .argument(folder.resolve("checkpoints.log").toString())
                    .argument("--key")
                    .argument("file:" + folder.resolve("public.pem"));
        }
        return verify.run(folder, "verify" + ++shown);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(each -> {
                try {
                    Files.copy(each, to.resolve(from.relativize(each).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private Set<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("state").resolve("journal"))) {
            return all.filter(Files::isDirectory).collect(Collectors.toSet());
        }
    }

    @Test
    void whoever_holds_the_public_key_finds_that_the_tail_was_cut() throws IOException {
        try (Ground ground = new Ground(folder)) {
            Path policy = ground.key("billing", "charges:write").policy(POLICY);
            charges(ground, policy, "first", 2);
            Jvm.Done whole = verify(true);
            assertThat(whole.exit()).as(whole.toString()).isZero();
            assertThat(whole.out()).contains("checkpoints: ").contains("whole: ");
            Set<Path> before = directories();
            charges(ground, policy, "second", 1);
            assertThat(verify(true)).matches(done -> done.exit() == 0, "is whole after a restart");
            assertThat(Files.readString(folder.resolve("checkpoints.log"), StandardCharsets.UTF_8))
                    .doesNotContain("cus_", Ground.GLOBAL, "PRIVATE");

            // all that the second process has written
            Set<Path> tail = new HashSet<>(directories());
            tail.removeAll(before);
            assertThat(tail).hasSize(1);
            delete(tail.iterator().next());

            assertThat(verify(false)).matches(done -> done.exit() == 0, "looks whole by itself");
            Jvm.Done cut = verify(true);
            assertThat(cut.exit()).as(cut.toString()).isEqualTo(1);
            assertThat(cut.err()).contains("truncated").contains("the journal is broken: ");
        }
    }

    @Test
    void an_application_on_a_state_put_back_to_an_earlier_copy_charges_nothing() throws IOException {
        try (Ground ground = new Ground(folder)) {
            Path policy = ground.key("billing", "charges:write").policy(POLICY);
            Path state = folder.resolve("state");
            Path copy = folder.resolve("copy");
            charges(ground, policy, "first", 1);
            copy(state, copy);
            charges(ground, policy, "second", 3);
            // Of the cap 10.00 are left; the copy says 40.00.
            Path now = Files.move(state, folder.resolve("now"));
            Files.move(copy, state);
            assertThat(verify(false)).matches(done -> done.exit() == 0, "looks whole by itself");
            assertThat(verify(true)).matches(done -> done.exit() == 1, "is found");

            try (Lab.Session app = session(ground, policy, "back")) {
                assertThat(app.ask("charge", "cus_again", "2000"))
                        .doesNotContain("ch_")
                        .contains("the journal is not the one that was vouched for");
                app.end();
            }
            assertThat(ground.stripe.charges()).hasSize(4);

            delete(state);
            Files.move(now, state);
            try (Lab.Session app = session(ground, policy, "restored")) {
                assertThat(app.ask("charge", "cus_more", "2000")).contains("429");
                assertThat(app.ask("charge", "cus_more", "1000")).startsWith("ch_");
                assertThat(app.end().exit()).isZero();
            }
            assertThat(verify(true)).matches(done -> done.exit() == 0, "is whole");
        }
    }
}
