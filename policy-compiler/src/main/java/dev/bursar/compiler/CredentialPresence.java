// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.credential.SecretSource;
import dev.bursar.runtime.policy.AlertSettings;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.Place;
import dev.bursar.runtime.policy.SealSettings;
import java.io.IOException;
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
        String weakness = seal == null ? null : weakness(seal.source(), environment);
        if (seal != null && weakness != null) {
            problems.add(new Problem(seal.place(), weakness));
        }
        return List.copyOf(problems);
    }

    private static @Nullable String weakness(String source, Environment environment) {
        if (problem(source, environment) != null) {
            return null;
        }
        try {
            String weakness = SealSettings.weakness(
                    SecretSource.of(source).text(environment::get).stripTrailing());
            return weakness == null
                    ? null
                    : "the secret in " + Words.quoted(source) + " " + weakness
                            + "; make one, such as with `openssl rand -hex 32`";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** Why there is nothing to be read where a policy names a secret; {@code null} if there is something. */
    static @Nullable String problem(String source, Environment environment) {
        SecretSource from;
        try {
            from = SecretSource.of(source);
        } catch (IOException e) {
            return e.getMessage();
        }
        if (from instanceof SecretSource.File file) {
            return problem(file.path());
        }
        try {
            return from.text(environment::get).isBlank()
                    ? "the environment variable `" + source.substring("env:".length()) + "` is empty"
                    : null;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static @Nullable String problem(Path file) {
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
