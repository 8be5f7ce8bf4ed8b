// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.SealSettings;
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
        String source = new SecretSourceReader(problems, directory)
                .read(
                        scalar,
                        "`seal` names where a secret is, never the secret itself: `env:BURSAR_SEAL` or `file:/run/secrets/seal`; "
                                + "what stands here is neither");
        return source == null ? null : new SealSettings(source, scalar.place());
    }
}
