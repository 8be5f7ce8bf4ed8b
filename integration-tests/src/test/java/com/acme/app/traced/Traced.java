// SPDX-License-Identifier: Apache-2.0
package com.acme.app.traced;

import com.acme.app.billing.Billing;
import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

/** Charges before it has used its traces, inside a span, and after it. */
public final class Traced {

    private Traced() {}

    public static void main(String[] arguments) throws StripeException {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = "placeholder";
        Billing billing = new Billing();
        billing.charge("cus_before", 100);
        // Has an effect only if nobody has asked for a context yet.
        ContextStorage.addWrapper(storage -> {
            System.out.println("own=true");
            return storage;
        });
        try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
            Tracer tracer = provider.get("traced");
            Span span = tracer.spanBuilder("charging").startSpan();
            try (Scope ignored = span.makeCurrent()) {
                billing.charge("cus_inside", 200);
                billing.charge("cus_dear", 10_000_000);
            } catch (StripeException e) {
                System.out.println("refused=" + e.getCode());
            } finally {
                span.end();
            }
            System.out.println("trace=" + span.getSpanContext().getTraceId());
            System.out.println("span=" + span.getSpanContext().getSpanId());
            billing.charge("cus_after", 300);
        }
    }
}
