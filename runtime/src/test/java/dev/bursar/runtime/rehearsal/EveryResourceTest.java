// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.stripe.Stripe;
import com.stripe.model.HasId;
import com.stripe.model.StripeCollection;
import com.stripe.model.StripeCollectionInterface;
import com.stripe.model.StripeObjectInterface;
import com.stripe.model.StripeSearchResult;
import com.stripe.net.ApiResource;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeResponse;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer of every operation must be one that stripe-java can read. */
class EveryResourceTest {

    private static final Models MODELS = Models.load();

    private final Rehearsals rehearsals = new Rehearsals();

    @Test
    void knows_every_operation() {
        assertThat(MODELS.answers()).hasSize(596);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing asked for", "every field asked for", "every field asked for in a wrong shape"})
    void answers_every_operation_so_that_stripe_java_reads_it(String asked) {
        List<String> failures = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        int[] count = {0};
        new TreeMap<>(MODELS.answers()).forEach((text, shape) -> {
            Answer answer = answer(text, shape, asked);
            if (answer.status() == 400 && asked.endsWith("wrong shape")) {
                return;
            }
            try {
                read(shape, answer);
                count[0]++;
            } catch (ClassNotFoundException e) {
                // Gone from this version; the older ones below read it.
                gone.add(text);
            } catch (RuntimeException | AssertionError e) {
                failures.add(text + ": " + e + " " + new String(answer.body(), UTF_8));
            }
        });
        assertThat(failures).isEmpty();
        assertThat(count[0] + gone.size()).isGreaterThan(asked.endsWith("wrong shape") ? 580 : 595);
        assertThat(gone).hasSizeLessThan(30);
    }

    private Answer answer(String text, Models.Shape shape, String asked) {
        int space = text.indexOf(' ');
        Operation operation = new Operation("stripe", text.substring(0, space), text.substring(space + 1));
        String path = operation.template().replaceAll("\\{[^}]*}", "id_1");
        Map<String, List<String>> values = new TreeMap<>();
        if (!shape.model().equals("-") && !asked.equals("nothing asked for")) {
            fill(values, "", MODELS.model(shape.model()), asked.endsWith("wrong shape"), 0);
        }
        if (asked.equals("nothing asked for") && operation.method().equals("POST")) {
            for (String required : List.of("amount", "currency", "destination", "customer", "charge")) {
                values.put(
                        required,
                        List.of(required.equals("amount") ? "7" : required.equals("currency") ? "usd" : "x_1"));
            }
        }
        if (text.equals("POST /v1/refunds")) {
            values.put("charge", List.of("ch_1"));
        }
        if (shape.kind() == Models.Kind.SEARCH) {
            values.put("query", List.of("metadata['key']:'text'"));
        }
        // A rehearsal for each, or what one operation does would stand in the way of another.
        return rehearsals.answer(operation, Parameters.of(values), path, text, null, null);
    }

    private static void fill(
            Map<String, List<String>> values, String prefix, Models.Model model, boolean wrong, int depth) {
        model.fields().forEach((field, type) -> {
            String name = prefix.isEmpty() ? field : prefix + "[" + field + "]";
            char kind = type.charAt(0);
            if (wrong) {
                boolean scalar = "slbdei".indexOf(kind) >= 0;
                boolean amount = name.equals("amount") || name.equals("unit_amount");
                values.put(
                        scalar && !amount && !name.equals("currency") ? name + "[a][b]" : name,
                        List.of(amount ? "7" : "\u0000\ud800x"));
            } else if (kind == 'o' && depth < 2) {
                fill(values, name, MODELS.model(type.substring(1)), false, depth + 1);
            } else if ((kind == 'a' || kind == 'c') && depth < 2) {
                String element = kind == 'c' ? "o" + type.substring(1) : type.substring(1);
                if (element.startsWith("o")) {
                    fill(values, name + "[0]", MODELS.model(element.substring(1)), false, depth + 1);
                } else {
                    values.put(name + "[0]", List.of(scalar(element.charAt(0))));
                }
            } else {
                values.put(kind == 'm' ? name + "[key]" : name, List.of(scalar(kind)));
            }
        });
    }

    private static String scalar(char kind) {
        return switch (kind) {
            case 'l', 'd' -> "7";
            case 'b' -> "true";
            case 'i' -> "2026-01-01T00:00:00Z";
            default -> "text";
        };
    }

    private static void read(Models.Shape shape, Answer answer) throws ClassNotFoundException {
        String body = new String(answer.body(), UTF_8);
        assertThat(answer.status()).isEqualTo(200);
        if (shape.model().equals("-")) {
            return;
        }
        Class<?> model = Class.forName("com.stripe.model." + shape.model().replace('/', '.'));
        Type type = switch (shape.kind()) {
            case LIST ->
                TypeToken.getParameterized(StripeCollection.class, model).getType();
            case SEARCH ->
                TypeToken.getParameterized(StripeSearchResult.class, model).getType();
            case PAGE ->
                TypeToken.getParameterized(com.stripe.model.v2.StripeCollection.class, model)
                        .getType();
            default -> model;
        };
        StripeObjectInterface read = ApiResource.INTERNAL_GSON.fromJson(body, type);
        assertThat(read).isNotNull();
        // What the SDK itself does with an answer right after reading it.
        read.setLastResponse(new StripeResponse(200, HttpHeaders.of(Map.of()), body));
        if (shape.kind() == Models.Kind.ONE
                && read instanceof HasId hasId
                && MODELS.model(shape.model()).has("id")) {
            assertThat(hasId.getId()).as("id").isNotBlank();
        }
        if (read instanceof StripeCollectionInterface<?> list && shape.kind() == Models.Kind.LIST) {
            assertThat(list.getData()).isNotNull();
            assertThat(list.getHasMore()).isFalse();
        }
        assertThat(body).doesNotContain("\"livemode\":true");
    }

    /** Older versions, as far as they know the model. */
    static Stream<Path> olderVersions() throws Exception {
        Path jars = Path.of(System.getProperty("basedir", "."), "target", "catalogue", "jars");
        try (Stream<Path> files = Files.list(jars)) {
            return files
                    .filter(jar -> !jar.toString().contains("-" + Stripe.VERSION + ".jar"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("olderVersions")
    void answers_every_operation_so_that_older_versions_read_it(Path jar) throws Exception {
        URL[] urls = {
            jar.toUri().toURL(),
            Gson.class.getProtectionDomain().getCodeSource().getLocation()
        };
        List<String> failures = new ArrayList<>();
        int[] read = {0};
        try (URLClassLoader sdk = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Object gson =
                    sdk.loadClass("com.stripe.net.ApiResource").getField("GSON").get(null);
            var fromJson = gson.getClass().getMethod("fromJson", String.class, Type.class);
            for (Map.Entry<String, Models.Shape> entry : new TreeMap<>(MODELS.answers()).entrySet()) {
                Models.Shape shape = entry.getValue();
                String name = "com.stripe.model." + shape.model().replace('/', '.')
                        + (shape.kind() == Models.Kind.LIST ? "Collection" : "");
                Class<?> model;
                try {
                    model = sdk.loadClass(name);
                } catch (ClassNotFoundException e) {
                    continue;
                }
                if (shape.kind() != Models.Kind.ONE && shape.kind() != Models.Kind.LIST) {
                    continue;
                }
                String body = new String(
                        answer(entry.getKey(), shape, "nothing asked for").body(), UTF_8);
                try {
                    assertThat(fromJson.invoke(gson, body, model)).isNotNull();
                    read[0]++;
                } catch (java.lang.reflect.InvocationTargetException e) {
                    failures.add(entry.getKey() + ": " + e.getCause() + " " + body);
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(read[0]).isGreaterThan(200);
    }
}
