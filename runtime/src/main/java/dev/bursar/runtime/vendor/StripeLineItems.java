// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import dev.bursar.runtime.call.Parameters;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Checkout session can cost by its own words. Only one with the prices and quantities of all its items in it, and with nothing that
 * could raise the total (shipping, taxes, quantities the customer may change, renewals), states an amount.
 */
final class StripeLineItems {

    private static final Pattern ITEM = Pattern.compile("line_items\\[([0-9]{1,4})]((?:\\[[^\\[\\]]+])+)");

    private static final Set<String> ITEM_FIELDS = Set.of(
            "[quantity]",
            "[price_data][currency]",
            "[price_data][unit_amount]",
            "[price_data][product]",
            "[price_data][product_data][name]",
            "[price_data][product_data][description]",
            "[price_data][tax_behavior]");

    /** What cannot raise the total, whatever it says. */
    private static final Set<String> OTHERS = Set.of(
            "mode",
            "success_url",
            "cancel_url",
            "return_url",
            "ui_mode",
            "customer",
            "customer_email",
            "client_reference_id",
            "metadata",
            "expand",
            "payment_method_types",
            "payment_intent_data",
            "locale",
            "currency",
            "customer_creation",
            "billing_address_collection",
            "phone_number_collection",
            "submit_type",
            "expires_at",
            "allow_promotion_codes",
            "discounts",
            "consent_collection",
            "custom_text",
            "customer_update",
            "redirect_on_completion",
            "saved_payment_method_options",
            "invoice_creation");

    private StripeLineItems() {}

    static Cost cost(Parameters parameters) throws UnreadableException {
        String mode = StripeCosts.single(parameters, "mode");
        if (mode != null && !mode.equals("payment")) {
            return unstated("it renews");
        }
        TreeSet<String> items = new TreeSet<>();
        for (String name : parameters.values().keySet()) {
            int bracket = name.indexOf('[');
            String top = bracket < 0 ? name : name.substring(0, bracket);
            if (top.equals("line_items")) {
                Matcher item = ITEM.matcher(name);
                if (!item.matches() || !ITEM_FIELDS.contains(item.group(2))) {
                    return unstated("`" + name + "` does not say what it costs");
                }
                items.add(item.group(1));
            } else if (!OTHERS.contains(top)) {
                return unstated("`" + top + "` can raise its total");
            }
        }
        return items.isEmpty() ? unstated("it has no `line_items`") : total(parameters, items);
    }

    private static Cost total(Parameters parameters, Set<String> items) throws UnreadableException {
        String currency = null;
        long total = 0;
        for (String item : items) {
            String prefix = "line_items[" + item + "]";
            String named = StripeCosts.single(parameters, prefix + "[price_data][currency]");
            Long each = StripeCosts.amount(parameters, prefix + "[price_data][unit_amount]", false);
            Long quantity = StripeCosts.amount(parameters, prefix + "[quantity]", false);
            if (named == null || each == null || quantity == null) {
                return unstated("`" + prefix + "` has no currency, price or quantity of its own");
            }
            if (currency != null && !currency.equalsIgnoreCase(named)) {
                throw new UnreadableException("its `line_items` are in several currencies");
            }
            currency = named;
            try {
                total = Math.addExact(total, Math.multiplyExact(each, quantity));
            } catch (ArithmeticException e) {
                throw new UnreadableException("its `line_items` add up to more than can be counted");
            }
        }
        return currency == null
                ? unstated("it has no currency")
                : StripeCosts.money(total, currency, "line_items[][price_data][currency]");
    }

    private static Cost unstated(String why) {
        return new Cost.Unstated("`POST /v1/checkout/sessions` takes money and " + why);
    }
}
