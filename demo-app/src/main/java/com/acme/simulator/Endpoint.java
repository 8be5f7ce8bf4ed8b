// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One operation that the simulator knows.
 *
 * @param resource what a restricted key must have permission for
 * @param write whether it takes the write permission
 */
record Endpoint(String method, Pattern path, String resource, boolean write, Work work) {

    /** Carries the operation out; the store's monitor is held. */
    @FunctionalInterface
    interface Work {
        ObjectNode of(Call call, Store store) throws ApiError;
    }

    /** An endpoint that was asked for, with the id in its path or the empty text. */
    record Found(Endpoint endpoint, String id) {}

    static final List<Endpoint> ALL = List.of(
            on("POST", "charges", Charges::create),
            on("GET", "charges", Charges::list),
            on("GET", "charges/{}", Charges::retrieve),
            on("POST", "charges/{}", Charges::update),
            on("POST", "charges/{}/capture", Charges::capture),
            on("POST", "refunds", Refunds::create),
            on("GET", "refunds", Refunds::list),
            on("GET", "refunds/{}", Refunds::retrieve),
            on("POST", "customers", Customers::create),
            on("GET", "customers", Customers::list),
            on("GET", "customers/{}", Customers::retrieve),
            on("POST", "customers/{}", Customers::update),
            on("DELETE", "customers/{}", Customers::delete),
            on("POST", "payment_intents", PaymentIntents::create),
            on("GET", "payment_intents", PaymentIntents::list),
            on("GET", "payment_intents/{}", PaymentIntents::retrieve),
            on("POST", "payment_intents/{}/confirm", PaymentIntents::confirm),
            on("POST", "payment_intents/{}/capture", PaymentIntents::capture),
            on("POST", "payment_intents/{}/cancel", PaymentIntents::cancel),
            on("POST", "payouts", Payouts::payout),
            on("GET", "payouts/{}", Payouts::retrievePayout),
            on("POST", "transfers", Payouts::transfer),
            on("GET", "transfers/{}", Payouts::retrieveTransfer),
            on("GET", "events", Events::list),
            on("GET", "events/{}", Events::retrieve),
            on("GET", "balance", Balances::retrieve));

    private static Endpoint on(String method, String template, Work work) {
        Pattern path = Pattern.compile("/v1/" + template.replace("{}", "([A-Za-z0-9_]+)"));
        String resource = template.contains("/") ? template.substring(0, template.indexOf('/')) : template;
        return new Endpoint(method, path, resource, !method.equals("GET"), work);
    }

    static @Nullable Found find(String method, String path) {
        for (Endpoint endpoint : ALL) {
            Matcher matcher = endpoint.path.matcher(path);
            if (endpoint.method.equals(method) && matcher.matches()) {
                return new Found(endpoint, matcher.groupCount() == 1 ? matcher.group(1) : "");
            }
        }
        return null;
    }

    String permission() {
        return resource + (write ? ":write" : ":read");
    }
}
