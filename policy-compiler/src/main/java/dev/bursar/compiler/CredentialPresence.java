// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.AlertSettings;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.Place;
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

    /** Empty if every credential can be read. Keys are looked for and never kept. */
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
        if (compiled.policy().keeping().ledger() instanceof LedgerSettings.Redis redis && redis.password() != null) {
            String missing = problem(redis.password(), environment);
            if (missing != null) {
                problems.add(new Problem(redis.place(), missing));
            }
        }
        return List.copyOf(problems);
    }

    private static @Nullable String problem(String credential, Environment environment) {
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
