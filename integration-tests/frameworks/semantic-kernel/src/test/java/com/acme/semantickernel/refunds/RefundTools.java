// SPDX-License-Identifier: Apache-2.0
package com.acme.semantickernel.refunds;

import com.microsoft.semantickernel.semanticfunctions.annotations.DefineKernelFunction;
import com.microsoft.semantickernel.semanticfunctions.annotations.KernelFunctionParameter;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The functions of a refund agent, which refunds more than it may. */
public final class RefundTools {

    @DefineKernelFunction(name = "refund", description = "refunds a charge")
    public String refund(@KernelFunctionParameter(name = "charge", description = "which") String charge)
            throws StripeException {
        return Refund.create(Map.of("charge", charge, "amount", 900)).getId();
    }

    @DefineKernelFunction(name = "refundLater", description = "refunds a charge", returnType = "java.lang.String")
    public Mono<String> refundLater(@KernelFunctionParameter(name = "charge", description = "which") String charge) {
        return Mono.fromCallable(() -> refund(charge)).subscribeOn(Schedulers.boundedElastic());
    }

    /** Tells the model itself why not. */
    @DefineKernelFunction(name = "refundCarefully", description = "refunds a charge")
    public String refundCarefully(@KernelFunctionParameter(name = "charge", description = "which") String charge) {
        try {
            return refund(charge);
        } catch (StripeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
