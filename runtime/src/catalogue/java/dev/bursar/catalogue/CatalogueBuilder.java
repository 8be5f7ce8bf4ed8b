// SPDX-License-Identifier: Apache-2.0
package dev.bursar.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Builds the catalogue of Stripe's operations out of stripe-java, at build time.
 *
 * <p>Stripe's own SDK is the one list of its operations that is complete, versioned and under a free licence. Every method of it that makes
 * a request has the path as a constant beside a request method, in every version so far. Several versions are read because operations that
 * Stripe still serves have left the SDK.
 *
 * <p>Arguments: the folder to write to, then the jars, newest first. The output depends on the jars alone: sorted, no time, no path.
 */
public final class CatalogueBuilder {

    private CatalogueBuilder() {}

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        List<SdkJar> sdks = new ArrayList<>();
        for (String jar : List.of(args).subList(1, args.length)) {
            sdks.add(SdkJar.read(Path.of(jar)));
        }
        TreeSet<String> operations = new TreeSet<>();
        for (SdkJar sdk : sdks) {
            for (SdkJar.Request request : sdk.requests) {
                operations.add(request.method() + " " + Templates.of(request.path()));
            }
        }
        AnswerBuilder answers = new AnswerBuilder(sdks);
        Path rehearsal = out.resolve("dev/bursar/runtime/rehearsal");
        write(rehearsal.resolve("stripe-answers.txt"), answers.answerLines());
        write(rehearsal.resolve("stripe-models.txt"), answers.modelLines());
        // Last, because the build takes this file for the sign that all are made.
        write(out.resolve("dev/bursar/runtime/vendor/stripe-operations.txt"), operations);
    }

    private static void write(Path file, Iterable<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
