// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.journal.KeyText;
import dev.bursar.runtime.journal.SharedSecret;
import dev.bursar.runtime.journal.checkpoint.CheckpointKey;
import dev.bursar.runtime.policy.CheckpointSettings;
import dev.bursar.runtime.policy.KeySource;
import dev.bursar.runtime.policy.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whether the keys of the journal that a policy names are there and are strong enough. Looked at and never kept. */
final class KeepingKeys {

    private KeepingKeys() {}

    static List<Problem> problems(Compilation.Compiled compiled, Environment environment) {
        List<Problem> problems = new ArrayList<>();
        CheckpointSettings checkpoints = compiled.policy().keeping().checkpoints();
        if (checkpoints != null) {
            look(checkpoints.key(), checkpoints.place(), environment, problems, text -> {
                if (!CheckpointKey.of(text).canSign()) {
                    throw new IllegalArgumentException("is a public key, which cannot sign; name the private one");
                }
            });
        }
        KeySource pseudonyms = compiled.policy().keeping().pseudonyms();
        if (pseudonyms != null) {
            look(pseudonyms.source(), pseudonyms.place(), environment, problems, SharedSecret::of);
        }
        return problems;
    }

    private static void look(
            String source, Place place, Environment environment, List<Problem> problems, Consumer<String> check) {
        try {
            check.accept(KeyText.read(source, environment::get));
        } catch (IOException e) {
            problems.add(new Problem(place, String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(place, "the key in " + Words.quoted(source) + " " + e.getMessage()));
        }
    }
}
