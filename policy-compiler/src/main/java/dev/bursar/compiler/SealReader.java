// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.SealSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code seal}: with which secret requests are kept. */
final class SealReader {

    private final Problems problems;
    private final Path directory;

    SealReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    /** What stands there may be the secret itself by mistake, so no message repeats it. */
    @Nullable
    SealSettings read(Fields policy) {
        Node.Scalar scalar = policy.scalar("seal", "env:BURSAR_SEAL");
        if (scalar == null || KeyShapes.isIn(scalar.text())) {
            return null;
        }
        String text = scalar.text();
        if (text.matches("env:[A-Za-z_][A-Za-z0-9_]{0,127}")) {
            return new SealSettings(text, scalar.place());
        }
        if (text.startsWith("file:") && text.length() > 5) {
            try {
                return new SealSettings(
                        "file:" + directory.resolve(text.substring(5)).normalize(), scalar.place());
            } catch (InvalidPathException e) {
                problems.add(scalar.place(), "the path after `file:` is none this system can have");
                return null;
            }
        }
        problems.add(
                scalar.place(),
                "`seal` names where a secret is, never the secret itself: `env:BURSAR_SEAL` or `file:/run/secrets/seal`; what "
                        + "stands here is neither");
        return null;
    }
}
