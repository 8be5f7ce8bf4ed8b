// SPDX-License-Identifier: Apache-2.0
package com.acme.semantickernel.billing;

import com.microsoft.semantickernel.semanticfunctions.annotations.DefineKernelFunction;
import com.microsoft.semantickernel.semanticfunctions.annotations.KernelFunctionParameter;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The functions of a billing agent. */
public final class BillingTools {

    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    @DefineKernelFunction(name = "charge", description = "charges a customer")
    public String charge(@KernelFunctionParameter(name = "customer", description = "whom") String customer)
            throws StripeException {
        return Charge.create(Map.of("customer", customer, "amount", 1_000, "currency", "usd"))
                .getId();
    }

    /** Fails the first time for each customer, after it has charged. */
    @DefineKernelFunction(name = "chargeBadly", description = "charges a customer")
    public String chargeBadly(@KernelFunctionParameter(name = "customer", description = "whom") String customer)
            throws StripeException {
        String charged = charge(customer);
        if (failed.add(customer)) {
            throw new IllegalStateException("the receipt printer is on fire");
        }
        return charged;
    }

    /** Fails likewise, when no method that charges is under way any more. */
    @DefineKernelFunction(
            name = "chargeBadlyLater",
            description = "charges a customer",
            returnType = "java.lang.String")
    public Mono<String> chargeBadlyLater(
            @KernelFunctionParameter(name = "customer", description = "whom") String customer) {
        return Mono.fromCallable(() -> charge(customer))
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(Schedulers.parallel())
                .flatMap(charged -> failed.add(customer)
                        ? Mono.error(new IllegalStateException("the receipt printer is on fire"))
                        : Mono.just(charged));
    }
}
