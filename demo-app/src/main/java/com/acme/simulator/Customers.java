// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Customers. An id that begins with {@code cus_} and was never seen is taken for a customer made before the simulator
 * started, so that tests need not make them first; one that begins with {@code cus_missing} never exists.
 */
final class Customers {
    private Customers() {}

    static ObjectNode create(Call call, Store store) throws ApiError {
        ObjectNode customer = make(call, store, store.newId("cus"));
        change(customer, call.params());
        return customer;
    }

    static ObjectNode retrieve(Call call, Store store) throws ApiError {
        return known(call, store, call.id());
    }

    static ObjectNode update(Call call, Store store) throws ApiError {
        ObjectNode customer = existing(call, store, call.id());
        change(customer, call.params());
        return customer;
    }

    static ObjectNode delete(Call call, Store store) throws ApiError {
        ObjectNode customer = existing(call, store, call.id());
        customer.removeAll();
        customer.put("id", call.id());
        customer.put("object", "customer");
        customer.put("deleted", true);
        return customer;
    }

    static ObjectNode list(Call call, Store store) throws ApiError {
        String email = call.params().text("email");
        return Json.page(
                call, store.list(call, "customer", each -> !each.has("deleted") && Json.is(each, "email", email)));
    }

    /** @throws ApiError if there is no such customer, or no longer */
    static ObjectNode existing(Call call, Store store, String id) throws ApiError {
        ObjectNode customer = known(call, store, id);
        if (customer.has("deleted")) {
            throw ApiError.missing("customer", id);
        }
        return customer;
    }

    /** What a charge of this customer is paid with, or null. */
    static @Nullable String source(ObjectNode customer) {
        return Json.text(customer, "default_source");
    }

    private static ObjectNode known(Call call, Store store, String id) throws ApiError {
        ObjectNode found = store.find(call, "customer", id);
        if (found != null) {
            return found;
        }
        if (!id.matches("cus_[A-Za-z0-9_]{1,60}") || id.startsWith("cus_missing")) {
            throw ApiError.missing("customer", id);
        }
        return make(call, store, id);
    }

    private static ObjectNode make(Call call, Store store, String id) {
        ObjectNode customer = Json.object("customer", id);
        customer.put("balance", 0L);
        customer.put("currency", (String) null);
        customer.put("delinquent", false);
        customer.put("default_source", (String) null);
        customer.put("invoice_prefix", "SIM");
        customer.put("email", (String) null);
        customer.put("name", (String) null);
        customer.put("phone", (String) null);
        customer.put("description", (String) null);
        store.add(call, customer);
        return customer;
    }

    private static void change(ObjectNode customer, Params params) {
        Json.copy(customer, params, "email", "name", "phone", "description");
        String source = params.text("source");
        if (source != null) {
            customer.put("default_source", source);
        }
        Json.metadata(customer, params);
    }
}
