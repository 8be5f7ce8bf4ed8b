// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import dev.bursar.runtime.rehearsal.Models.Model;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Ids such as {@code ch_mock_1f0c...}: Stripe's prefix, so that code that looks at it goes its usual way, and a word that no real id has. */
final class MockIds {

    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("account", "acct"),
            Map.entry("application_fee", "fee"),
            Map.entry("balance_transaction", "txn"),
            Map.entry("bank_account", "ba"),
            Map.entry("billing_portal.configuration", "bpc"),
            Map.entry("billing_portal.session", "bps"),
            Map.entry("card", "card"),
            Map.entry("charge", "ch"),
            Map.entry("checkout.session", "cs"),
            Map.entry("credit_note", "cn"),
            Map.entry("customer", "cus"),
            Map.entry("dispute", "dp"),
            Map.entry("event", "evt"),
            Map.entry("fee_refund", "fr"),
            Map.entry("file", "file"),
            Map.entry("file_link", "link"),
            Map.entry("identity.verification_session", "vs"),
            Map.entry("invoice", "in"),
            Map.entry("invoiceitem", "ii"),
            Map.entry("issuing.authorization", "iauth"),
            Map.entry("issuing.card", "ic"),
            Map.entry("issuing.cardholder", "ich"),
            Map.entry("issuing.dispute", "idp"),
            Map.entry("issuing.transaction", "ipi"),
            Map.entry("line_item", "il"),
            Map.entry("payment_intent", "pi"),
            Map.entry("payment_link", "plink"),
            Map.entry("payment_method", "pm"),
            Map.entry("payout", "po"),
            Map.entry("person", "person"),
            Map.entry("plan", "plan"),
            Map.entry("price", "price"),
            Map.entry("product", "prod"),
            Map.entry("promotion_code", "promo"),
            Map.entry("quote", "qt"),
            Map.entry("refund", "re"),
            Map.entry("review", "prv"),
            Map.entry("setup_attempt", "setatt"),
            Map.entry("setup_intent", "seti"),
            Map.entry("shipping_rate", "shr"),
            Map.entry("source", "src"),
            Map.entry("subscription", "sub"),
            Map.entry("subscription_item", "si"),
            Map.entry("subscription_schedule", "sub_sched"),
            Map.entry("tax_id", "txi"),
            Map.entry("tax_rate", "txr"),
            Map.entry("terminal.location", "tml"),
            Map.entry("terminal.reader", "tmr"),
            Map.entry("test_helpers.test_clock", "clock"),
            Map.entry("token", "tok"),
            Map.entry("topup", "tu"),
            Map.entry("transfer", "tr"),
            Map.entry("transfer_reversal", "trr"),
            Map.entry("v2.core.account", "acct"),
            Map.entry("v2.core.event", "evt"),
            Map.entry("v2.core.event_destination", "ed"),
            Map.entry("webhook_endpoint", "we"));

    private static final int DIGITS = 24;

    private MockIds() {}

    static String of(Model model, String seed) {
        String prefix = PREFIXES.getOrDefault(model.object() == null ? "" : model.object(), model.shortName());
        return (prefix.isEmpty() ? "obj" : prefix) + "_mock_" + digest(seed).substring(0, DIGITS);
    }

    static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
