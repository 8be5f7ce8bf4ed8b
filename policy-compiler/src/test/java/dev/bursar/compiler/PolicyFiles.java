// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.vendor.StripeVendor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Policy texts of the tests, and what becomes of them. */
final class PolicyFiles {

    static final Catalogue STRIPE = Catalogue.of(new StripeVendor());

    private PolicyFiles() {}

    static String resource(String name) {
        try (InputStream in = PolicyFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Compilation compile(Path directory, String text) {
        return compile(directory, text.getBytes(StandardCharsets.UTF_8));
    }

    static Compilation compile(Path directory, byte[] bytes) {
        try {
            Path file = directory.resolve("bursar.yaml");
            Files.write(file, bytes);
            return PolicyCompiler.compile(file, STRIPE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code line:column: message} of each; empty if it compiles. */
    static List<String> problems(Path directory, String text) {
        return shown(compile(directory, text));
    }

    static List<String> shown(Compilation compilation) {
        return compilation instanceof Compilation.Failed failed
                ? failed.problems().stream()
                        .map(p -> p.place().line() + ":" + p.place().column() + ": " + p.message())
                        .toList()
                : List.of();
    }
}
