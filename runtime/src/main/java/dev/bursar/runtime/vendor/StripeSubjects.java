// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whom a call to Stripe is about, as far as its request says. */
final class StripeSubjects {

    private static final List<String> CUSTOMER = List.of("customer", "customer_account");
    private static final List<String> EMAIL = List.of("receipt_email", "customer_email", "email");
    private static final String IN_PATH = "{customer}";

    private StripeSubjects() {}

    static @Nullable String of(Operation operation, String rawPath, Parameters parameters) {
        String customer = first(CUSTOMER, parameters);
        if (customer == null) {
            customer = inPath(operation.template(), rawPath);
        }
        if (customer != null) {
            return customer;
        }
        String email = first(EMAIL, parameters);
        return email == null ? null : email.toLowerCase(Locale.ROOT);
    }

    /** Of a repeated name, Stripe knows which it means and we do not. */
    private static @Nullable String first(List<String> names, Parameters parameters) {
        for (String name : names) {
            String value = parameters.value(name);
            if (value != null && !value.isBlank() && !parameters.isRepeated(name)) {
                return value.strip();
            }
        }
        return null;
    }

    private static @Nullable String inPath(String template, String rawPath) {
        int at = List.of(template.split("/", -1)).indexOf(IN_PATH);
        String[] segments = rawPath.split("/", -1);
        if (at < 0 || at >= segments.length || segments[at].isEmpty()) {
            return null;
        }
        try {
            return URLDecoder.decode(segments[at].replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
