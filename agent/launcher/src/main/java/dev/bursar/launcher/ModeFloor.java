// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.call.Mode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The system property {@code bursar.mode}: makes the policy's mode stricter, never looser. */
final class ModeFloor {

    static final String PROPERTY = "bursar.mode";

    private ModeFloor() {}

    static @Nullable Mode read() {
        String word = System.getProperty(PROPERTY);
        if (word == null) {
            return null;
        }
        for (Mode mode : Mode.values()) {
            if (mode.word().equals(word.toLowerCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new StartRefused(
                "`-D" + PROPERTY + "=" + word + "` is not a mode: use `rehearse`, `enforce` or `observe`");
    }
}
