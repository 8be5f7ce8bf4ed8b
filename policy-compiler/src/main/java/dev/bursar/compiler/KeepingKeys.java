// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.credential.SecretSource;
import dev.bursar.runtime.journal.SharedSecret;
import dev.bursar.runtime.journal.checkpoint.CheckpointKey;
import dev.bursar.runtime.policy.CheckpointSettings;
import dev.bursar.runtime.policy.KeySource;
import dev.bursar.runtime.policy.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The keys of the journal that a policy names: whether they are there, and whether they are strong enough. Looked at and never kept. */
final class KeepingKeys {

    /** @param check throws {@link IllegalArgumentException} for a text that is no such key; the message goes on from "the key" */
    private record Named(String source, Place place, Consumer<String> check) {}

    private KeepingKeys() {}

    private static List<Named> all(Compilation.Compiled compiled) {
        List<Named> all = new ArrayList<>();
        CheckpointSettings checkpoints = compiled.policy().keeping().checkpoints();
        if (checkpoints != null) {
            all.add(new Named(checkpoints.key(), checkpoints.place(), text -> {
                if (!CheckpointKey.of(text).canSign()) {
                    throw new IllegalArgumentException("is a public key, which cannot sign; name the private one");
                }
            }));
        }
        KeySource pseudonyms = compiled.policy().keeping().pseudonyms();
        if (pseudonyms != null) {
            all.add(new Named(pseudonyms.source(), pseudonyms.place(), SharedSecret::of));
        }
        return all;
    }

    /** Those that are not there. */
    static List<Problem> absent(Compilation.Compiled compiled, Environment environment) {
        List<Problem> problems = new ArrayList<>();
        for (Named key : all(compiled)) {
            String problem = CredentialPresence.problem(key.source, environment);
            if (problem != null) {
                problems.add(new Problem(key.place, problem));
            }
        }
        return problems;
    }

    /** Those that are there and no use. */
    static List<Problem> weak(Compilation.Compiled compiled, Environment environment) {
        List<Problem> problems = new ArrayList<>();
        for (Named key : all(compiled)) {
            if (CredentialPresence.problem(key.source, environment) != null) {
                continue;
            }
            try {
                key.check.accept(SecretSource.of(key.source).text(environment::get));
            } catch (IOException e) {
                problems.add(new Problem(key.place, String.valueOf(e.getMessage())));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(key.place, "the key in " + Words.quoted(key.source) + " " + e.getMessage()));
            }
        }
        return problems;
    }
}
