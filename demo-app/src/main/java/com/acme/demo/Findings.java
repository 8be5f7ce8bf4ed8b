// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import com.acme.simulator.SeenRequest;
import com.acme.simulator.StripeSimulator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What the simulator saw of one run of the application. All of it is counted from what came over the wire.
 *
 * @param chargesForOneOrder charges made for the order whose first answer failed the output check
 * @param chargesAfterThrow charges made for the order whose tool threw after charging
 * @param billingKeys names of the keys that the billing agent's requests carried
 * @param refundsKeys names of the keys that the refunds agent's requests carried
 * @param refundsByBilling refunds made by the billing agent
 * @param chargesByRefunds charges made by the refunds agent
 * @param refundsByRefunds refunds made by the refunds agent, which are its task
 * @param centsByBilling charged by the billing agent, the evaluation left out
 * @param chargesByEvaluation charges made by the evaluation
 */
record Findings(
        long chargesForOneOrder,
        long chargesAfterThrow,
        Set<String> billingKeys,
        Set<String> refundsKeys,
        long refundsByBilling,
        long chargesByRefunds,
        long refundsByRefunds,
        long centsByBilling,
        long chargesByEvaluation) {

    static Findings of(StripeSimulator simulator) {
        return new Findings(
                chargesTo(simulator, "cus_alice"),
                chargesTo(simulator, "cus_bob"),
                keys(simulator, "billing"),
                keys(simulator, "refunds"),
                made(simulator, "/v1/refunds", by("billing")),
                made(simulator, "/v1/charges", by("refunds")),
                made(simulator, "/v1/refunds", by("refunds")),
                simulator.requests().stream()
                        .filter(Findings::carriedOut)
                        .filter(each -> each.path().equals("/v1/charges"))
                        .filter(by("billing").and(customer("cus_eval_").negate()))
                        .mapToLong(each -> Long.parseLong(each.params().getOrDefault("amount", "0")))
                        .sum(),
                chargesTo(simulator, "cus_eval_"));
    }

    private static long chargesTo(StripeSimulator simulator, String customer) {
        return simulator.charges().stream()
                .filter(each -> String.valueOf(each.customer()).startsWith(customer))
                .count();
    }

    private static long made(StripeSimulator simulator, String path, Predicate<SeenRequest> which) {
        return simulator.requests("POST", path).stream()
                .filter(Findings::carriedOut)
                .filter(which)
                .count();
    }

    private static Set<String> keys(StripeSimulator simulator, String agent) {
        Set<String> keys = new TreeSet<>();
        simulator.requests().stream().filter(by(agent)).forEach(each -> keys.add(each.key()));
        return keys;
    }

    private static boolean carriedOut(SeenRequest request) {
        return request.status() == 200 && !request.replayed();
    }

    /** The agents say who they are in the metadata of what they make. */
    private static Predicate<SeenRequest> by(String agent) {
        return request -> agent.equals(request.params().get("metadata[agent]"));
    }

    private static Predicate<SeenRequest> customer(String prefix) {
        return request -> request.params().getOrDefault("customer", "").startsWith(prefix);
    }
}
