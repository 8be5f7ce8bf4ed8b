// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What each operation of Stripe answers with, and the fields of every model, as the build reads them out of stripe-java. */
final class Models {

    /** How an answer is built around its model. */
    enum Kind {
        ONE,
        LIST,
        SEARCH,
        /** A list of v2. */
        PAGE,
        STREAM,
        NOTHING
    }

    /**
     * @param model the name of the model it is, or is a list of; {@code -} for none
     */
    record Shape(Kind kind, String model) {}

    /**
     * @param object the value of {@code object}; {@code null} if it has no such field
     * @param fields the type of each field: {@code s} text, {@code l} whole number, {@code d} decimal, {@code b} truth, {@code i} instant,
     *     {@code m} map of text, {@code M} other map, {@code j} any JSON, {@code oX} a model, {@code eX} the id of a model, {@code cX} a list
     *     object of models, {@code aT} an array of type {@code T}
     */
    record Model(String name, @Nullable String object, Map<String, String> fields) {

        boolean has(String field) {
            return fields.containsKey(field);
        }

        /** The last part of {@code object}: {@code session} of {@code checkout.session}. */
        String shortName() {
            return object == null ? "" : object.substring(object.lastIndexOf('.') + 1);
        }
    }

    private final Map<String, Shape> answers = new HashMap<>();
    private final Map<String, Model> models = new HashMap<>();

    static Models load() {
        Models loaded = new Models();
        for (String line : lines("stripe-answers.txt")) {
            String[] words = line.split(" ", -1);
            Kind kind = Kind.valueOf(words[2].toUpperCase(Locale.ROOT));
            loaded.answers.put(words[0] + " " + words[1], new Shape(kind, words[3]));
        }
        for (String line : lines("stripe-models.txt")) {
            String[] words = line.split(" ", -1);
            Map<String, String> fields = new TreeMap<>();
            for (int i = 2; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                fields.put(
                        words[i].substring(0, equals),
                        words[i].substring(equals + 1).intern());
            }
            loaded.models.put(
                    words[0],
                    new Model(words[0], words[1].equals("-") ? null : words[1], Collections.unmodifiableMap(fields)));
        }
        return loaded;
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Models.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource `" + resource + "` is not in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the resource `" + resource + "` cannot be read", e);
        }
    }

    @Nullable
    Shape answer(String operation) {
        return answers.get(operation);
    }

    Map<String, Shape> answers() {
        return Collections.unmodifiableMap(answers);
    }

    Model model(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new IllegalArgumentException("there is no model `" + name + "`");
        }
        return model;
    }
}
