// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a secret is, never the secret itself. What stands in its place may be the secret by mistake, so no message repeats it. */
final class SecretSourceReader {

    private static final String VARIABLE = "env:[A-Za-z_][A-Za-z0-9_]{0,127}";
    private static final String FILE = "file:";

    private final Problems problems;
    private final Path directory;

    /** @param directory of the policy, which paths in it are relative to */
    SecretSourceReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    /**
     * {@code env:NAME}, or {@code file:} and an absolute path; {@code null} if it is neither, which is told.
     *
     * @param neither what is told then
     */
    @Nullable
    String read(Node.Scalar scalar, String neither) {
        String text = scalar.text();
        if (text.matches(VARIABLE)) {
            return text;
        }
        if (!text.startsWith(FILE) || text.length() == FILE.length()) {
            problems.add(scalar.place(), neither);
            return null;
        }
        try {
            return FILE + directory.resolve(text.substring(FILE.length())).normalize();
        } catch (InvalidPathException e) {
            problems.add(scalar.place(), "the path after `file:` is none this system can have");
            return null;
        }
    }
}
