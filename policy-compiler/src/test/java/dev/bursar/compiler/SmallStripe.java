// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.call.Operation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A few of Stripe's operations: the compiler asks a catalogue for names alone. */
public final class SmallStripe implements Catalogue {

    private final Set<Operation> operations = new LinkedHashSet<>();
    private final Map<String, Set<Operation>> permissions = new TreeMap<>();

    public SmallStripe() {
        add("charges", "GET /v1/charges", "GET /v1/charges/{charge}", "POST /v1/charges");
        add("charges", "POST /v1/charges/{charge}", "POST /v1/charges/{charge}/capture");
        add("refunds", "GET /v1/refunds", "GET /v1/refunds/{refund}", "POST /v1/refunds", "POST /v1/refunds/{refund}");
        add("customers", "GET /v1/customers", "GET /v1/customers/{customer}", "POST /v1/customers");
        add("customers", "DELETE /v1/customers/{customer}", "POST /v1/customers/{customer}");
    }

    private void add(String resource, String... texts) {
        for (String text : texts) {
            int space = text.indexOf(' ');
            Operation operation = new Operation("stripe", text.substring(0, space), text.substring(space + 1));
            operations.add(operation);
            String word = resource + (operation.method().equals("GET") ? ":read" : ":write");
            permissions.computeIfAbsent(word, w -> new LinkedHashSet<>()).add(operation);
        }
    }

    @Override
    public String vendor() {
        return "stripe";
    }

    @Override
    public Set<Operation> operations() {
        return operations;
    }

    @Override
    public @Nullable Operation operation(String method, String path) {
        for (Operation operation : operations) {
            String pattern = operation.template().replaceAll("\\{[^}]*}", "[^/{}*]+");
            if (operation.method().equals(method) && path.matches(pattern)) {
                return operation;
            }
        }
        return null;
    }

    @Override
    public @Nullable Set<Operation> permission(String word) {
        return permissions.get(word);
    }

    @Override
    public List<String> permissions() {
        return List.copyOf(permissions.keySet());
    }
}
