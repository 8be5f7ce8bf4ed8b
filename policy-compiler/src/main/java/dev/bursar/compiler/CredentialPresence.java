// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.AlertSettings;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.SealSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the keys that a policy names, the address it names for alerts and the password of its ledger are there. Apart from compiling, because a policy is also checked where its keys are not; an
 * application must not start without them.
 */
public final class CredentialPresence {

    private CredentialPresence() {}

    /** Empty if every credential and other secret is there; whether it is of any use, {@link #weak} says. Keys are looked for and never kept. */
    public static List<Problem> problems(Compilation.Compiled compiled, Environment environment) {
        List<Problem> problems = new ArrayList<>();
        for (CallerPolicy caller : compiled.policy().callers().values()) {
            String credential = caller.credential();
            String problem = credential == null ? null : problem(credential, environment);
            if (problem != null) {
                Place place = compiled.credentials().getOrDefault(caller.name(), caller.place());
                problems.add(new Problem(place, problem));
            }
        }
        AlertSettings alerts = compiled.policy().watching().alerts();
        String webhook = alerts == null ? null : alerts.webhook();
        String problem = webhook == null ? null : problem(webhook, environment);
        if (alerts != null && problem != null) {
            problems.add(new Problem(alerts.place(), problem));
        }
        problems.addAll(KeepingKeys.absent(compiled, environment));
        SealSettings seal = compiled.policy().keeping().seal();
        String weak = seal == null ? null : problem(seal.source(), environment);
        if (seal != null && weak != null) {
            problems.add(new Problem(seal.place(), weak));
        }
        if (compiled.policy().keeping().ledger() instanceof LedgerSettings.Redis redis && redis.password() != null) {
            String missing = problem(redis.password(), environment);
            if (missing != null) {
                problems.add(new Problem(redis.place(), missing));
            }
        }
        return List.copyOf(problems);
    }

    /** What is wrong with secrets of the policy that are there; empty if nothing is. Unlike an absent one, such a secret is an error everywhere. */
    public static List<Problem> weak(Compilation.Compiled compiled, Environment environment) {
        List<Problem> problems = new ArrayList<>(KeepingKeys.weak(compiled, environment));
        SealSettings seal = compiled.policy().keeping().seal();
        if (seal != null && problem(seal.source(), environment) == null) {
            String weakness;
            try {
                weakness = SealSettings.weakness(secret(seal.source(), environment));
            } catch (IOException e) {
                weakness = "cannot be read";
            }
            if (weakness != null) {
                problems.add(new Problem(
                        seal.place(),
                        "the secret in " + Words.quoted(seal.source()) + " " + weakness
                                + "; make one, such as with `openssl rand -hex 32`"));
            }
        }
        return List.copyOf(problems);
    }

    private static String secret(String source, Environment environment) throws IOException {
        if (source.startsWith("env:")) {
            return String.valueOf(environment.get(source.substring(4))).stripTrailing();
        }
        try (InputStream in = Files.newInputStream(Path.of(source.substring("file:".length())))) {
            return new String(in.readNBytes(8192), StandardCharsets.ISO_8859_1).stripTrailing();
        }
    }

    /** Why there is nothing to be read where a policy names a secret; {@code null} if there is something. */
    static @Nullable String problem(String credential, Environment environment) {
        if (credential.startsWith("env:")) {
            String name = credential.substring(4);
            String value = environment.get(name);
            return value == null
                    ? "the environment variable `" + name + "` is not set"
                    : value.isBlank() ? "the environment variable `" + name + "` is empty" : null;
        }
        Path file = Path.of(credential.substring("file:".length()));
        if (!Files.isRegularFile(file)) {
            return "there is no file " + Words.quoted(file.toString());
        }
        if (!Files.isReadable(file)) {
            return "the file " + Words.quoted(file.toString()) + " may not be read by this process's user";
        }
        try {
            return Files.size(file) == 0 ? "the file " + Words.quoted(file.toString()) + " is empty" : null;
        } catch (IOException e) {
            return "the file " + Words.quoted(file.toString()) + " cannot be read";
        }
    }
}
