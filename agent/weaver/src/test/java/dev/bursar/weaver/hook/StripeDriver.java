// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Quote;
import com.stripe.net.ApiResource;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.HttpURLConnectionClient;
import com.stripe.net.LiveStripeResponseGetter;
import com.stripe.net.RequestOptions;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import com.stripe.net.StripeResponseGetter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * An application that uses stripe-java. It is compiled against the newest version and loaded beside any, by a loader of its own; tests talk
 * to it in words of the JDK.
 */
@NullUnmarked
public final class StripeDriver implements BiFunction<String, Map<String, Object>, @Nullable Object> {

    private static final List<StripeRequest> SEEN = new ArrayList<>();

    @Override
    public @Nullable Object apply(String what, Map<String, Object> with) {
        try {
            return switch (what) {
                case "global key" -> Stripe.apiKey;
                case "set key" -> {
                    Stripe.apiKey = (String) with.get("key");
                    yield null;
                }
                case "base" -> {
                    Stripe.overrideApiBase((String) with.get("origin"));
                    Stripe.overrideUploadBase((String) with.get("origin"));
                    yield null;
                }
                case "retries" -> {
                    Stripe.setMaxNetworkRetries((Integer) with.get("count"));
                    yield null;
                }
                case "create" -> got(Charge.create(with, RequestOptions.getDefault()));
                case "retrieve" -> got(Charge.retrieve((String) with.get("id"), RequestOptions.getDefault()));
                case "quote" -> Quote.retrieve("qt_1");
                case "pdf" -> pdf((Quote) with.get("quote"));
                case "own client" -> use(new OwnClient());
                case "wrapping client" -> use(new WrappingClient());
                case "shipped client" -> use(new HttpURLConnectionClient());
                case "seen" -> seen();
                case "send again spelling the key's header" -> {
                    StripeRequest last = SEEN.get(SEEN.size() - 1);
                    yield new OwnClient()
                            .requestWithRetries(last.withAdditionalHeader("Bursar-Call", "of a call long over")
                                    .withAdditionalHeader((String) with.get("header"), "Bearer " + with.get("key")))
                            .code();
                }
                default -> throw new IllegalArgumentException(what);
            };
        } catch (StripeException e) {
            return refused(e);
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> got(Charge charge) throws ReflectiveOperationException {
        return response(charge.getLastResponse());
    }

    private static Map<String, Object> response(StripeResponse response) throws ReflectiveOperationException {
        Map<String, Object> got = new HashMap<>();
        got.put("status", response.code());
        got.put("headers", response.headers().map());
        Method body = StripeResponse.class.getMethod("body");
        body.setAccessible(true);
        got.put("body", body.invoke(response));
        return got;
    }

    private static Map<String, Object> refused(StripeException e) {
        Map<String, Object> got = new HashMap<>();
        got.put("raised", e);
        if (e.getStatusCode() != null) {
            try {
                got.putAll(response(e.getStripeError().getLastResponse()));
            } catch (ReflectiveOperationException again) {
                throw new IllegalStateException(again);
            }
        }
        return got;
    }

    private static String pdf(Quote quote) throws StripeException, IOException {
        try (InputStream in = quote.pdf()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static @Nullable Object use(HttpClient client) throws ReflectiveOperationException {
        for (Method method : ApiResource.class.getMethods()) {
            if (method.getName().equals("setGlobalResponseGetter")
                    || method.getName().equals("setStripeResponseGetter")) {
                StripeResponseGetter getter = new LiveStripeResponseGetter(client);
                return method.invoke(null, getter);
            }
        }
        throw new NoSuchMethodException("set...ResponseGetter");
    }

    private static List<Map<String, List<String>>> seen() {
        List<Map<String, List<String>>> all = new ArrayList<>();
        SEEN.forEach(request -> all.add(request.headers().map()));
        return all;
    }

    /** A client that the application brings itself, and that no hook knows. */
    private static final class OwnClient extends HttpClient {
        @Override
        public StripeResponse request(StripeRequest request) {
            SEEN.add(request);
            return new StripeResponse(
                    200, HttpHeaders.of(new LinkedHashMap<>()), "{\"id\":\"ch_1\",\"object\":\"charge\"}");
        }
    }

    /** One that goes through the hooked method twice for one call: its own inherited one, and that of the client inside. */
    private static final class WrappingClient extends HttpClient {
        private final HttpClient inside = new HttpURLConnectionClient();

        @Override
        public StripeResponse requestWithRetries(StripeRequest request) throws StripeException {
            return super.requestWithRetries(request);
        }

        @Override
        public StripeResponse request(StripeRequest request) throws StripeException {
            return inside.requestWithRetries(request);
        }
    }
}
