// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import com.acme.app.load.Prompt;
import com.acme.simulator.SimKey;
import com.acme.simulator.StripeSimulator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.it.harness.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Stripe, a folder with a policy and a state directory, and applications that meet there. */
final class Lab implements AutoCloseable {

    static final String STRIPE_JAVA = "33.3.0";
    static final String GLOBAL_KEY = "sk_test_" + "global7Q2mWcX0vPz";
    static final String SCOPED_KEY = "rk_test_" + "billing4HnT9sLk2Rd";
    private static final String KEY_NAME = "LAB_BILLING_KEY";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    final StripeSimulator stripe = StripeSimulator.start()
            .accept(
                    SimKey.unrestricted("global", GLOBAL_KEY),
                    SimKey.restricted("billing", SCOPED_KEY, "charges:write", "customers:write"));
    final Path folder;
    final Path state;

    Lab(Path folder) {
        this(folder, folder.resolve("state"));
    }

    Lab(Path folder, Path state) {
        this.folder = folder;
        this.state = state;
    }

    /** One caller, whose lines follow those that every test here needs. */
    Path policy(String... lines) {
        return policy("env:" + KEY_NAME, lines);
    }

    Path policyOf(String name, String credential, String... lines) {
        String text = String.join(
                        "\n",
                        "bursar: 1",
                        "timezone: UTC",
                        "state: " + state,
                        "vendors:",
                        "  stripe:",
                        "    hosts: [\"" + stripe.baseUrl() + "\"]",
                        "callers:",
                        "  billing:",
                        "    is: [com.acme.app.load.Biller]",
                        "    credential: " + credential,
                        "    allow:",
                        "      - POST /v1/charges:",
                        "          amount: {max: 200.00 USD}",
                        "      - charges:read")
                + "\n"
                + Stream.of(lines).map(line -> "    " + line + "\n").collect(Collectors.joining());
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path policy(String credential, String[] lines) {
        return policyOf("bursar.yaml", credential, lines);
    }

    Jvm application(Class<?> main, Path policy) {
        return Jvm.application(main.getName(), STRIPE_JAVA)
                .agent(policy)
                .env(KEY_NAME, SCOPED_KEY)
                .argument(stripe.baseUrl());
    }

    /** {@link Prompt} with the global key, started. */
    Session session(Path policy, String name) {
        return new Session(
                application(Prompt.class, policy).argument(GLOBAL_KEY).start(folder, name));
    }

    Jvm.Done verify() {
        return Jvm.bursar("verify", state.toString()).run(folder, "verify");
    }

    List<JsonNode> journal() {
        Jvm.Done dump =
                Jvm.bursar("dump", state.toString(), "--format", "jsonl").run(folder, "dump");
        if (dump.exit() != 0) {
            throw new AssertionError(dump.toString());
        }
        ObjectMapper json = new ObjectMapper();
        return dump.out()
                .lines()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(line, e);
                    }
                })
                .toList();
    }

    /** The idempotency keys of what has been admitted. */
    List<String> admittedKeys() {
        return admittedKeys(journal());
    }

    static List<String> admittedKeys(List<JsonNode> journal) {
        return journal.stream()
                .filter(entry -> entry.path("kind").asText().equals("admitted"))
                .map(entry -> entry.path("key").asText())
                .toList();
    }

    List<String> chargedKeys() {
        return stripe.charges().stream().map(each -> each.idempotencyKey()).toList();
    }

    @Override
    public void close() {
        stripe.close();
    }

    /** A {@link Prompt} that is running. */
    static final class Session implements AutoCloseable {

        final Jvm.Running running;
        private final Writer in;
        private int asked;

        Session(Jvm.Running running) {
            this.running = running;
            this.in = running.process().outputWriter(StandardCharsets.UTF_8);
        }

        /** The answer to a command of these words. */
        String ask(String... words) {
            say(words);
            return answer();
        }

        void say(String... words) {
            try {
                in.write(Stream.of(words)
                                .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                                .collect(Collectors.joining(" "))
                        + "\n");
                in.flush();
                asked++;
            } catch (IOException e) {
                throw new AssertionError(running.text(), e);
            }
        }

        String answer() {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(PATIENCE)
                    .until(() -> lines().size() >= asked || !running.process().isAlive());
            List<String> lines = lines();
            if (lines.size() < asked) {
                throw new AssertionError("no answer\n" + running.text());
            }
            return lines.get(asked - 1);
        }

        private List<String> lines() {
            try {
                String text = Files.readString(running.out());
                // a line still being written is no answer
                return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Ends it in good order. */
        Jvm.Done end() {
            try {
                in.close();
            } catch (IOException e) {
                throw new AssertionError(running.text(), e);
            }
            return running.await();
        }

        @Override
        public void close() {
            running.process().destroyForcibly();
        }
    }
}
