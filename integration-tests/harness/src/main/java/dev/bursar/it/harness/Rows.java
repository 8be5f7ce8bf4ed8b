// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What tests counted, kept for the table that is printed when all frameworks have been tried. */
public final class Rows {

    /** Whether it was counted without the agent or with it. */
    public enum Side {
        WITHOUT,
        WITH
    }

    private static final Path FILE = Path.of(System.getProperty("bursar.it.rows"));

    private Rows() {}

    /**
     * @param library what was tried: {@code langchain4j}
     * @param version which of it
     * @param what the case, as its test names it
     * @param charges how many charges the vendor made
     */
    public static void count(String library, String version, String what, Side side, long charges) {
        try {
            Files.createDirectories(FILE.resolveSibling("."));
            Files.writeString(
                    FILE,
                    String.join("\t", library, version, what, side.name(), Long.toString(charges)) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
