// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import java.util.List;

/**
 * stripe-java 20.47.1 and later: an outer hook. It stands above the SDK's own retry loop, so one decision covers all network attempts, and
 * where headers, URL and body are final. The HTTP client under it dresses.
 */
public final class StripeJavaHook implements Hook {

    /**
     * What stands in for a key where the application presents none. The SDK refuses to make a request without one, so an application that
     * holds no key finds this in {@code Stripe.apiKey}; and it replaces the application's key on a request that a governed call stands
     * behind. Presented to the gate it means that no key was presented.
     */
    public static final String NO_KEY = "bursar_no_key";

    private static final String CLIENT = "com.stripe.net.HttpClient";
    private static final String PACKAGE = StripeJavaHook.class.getPackageName() + ".";

    @Override
    public String name() {
        return "stripe-java";
    }

    @Override
    public List<Joint> joints() {
        return List.of(
                new Joint(
                        CLIENT,
                        "requestWithRetries",
                        "(Lcom/stripe/net/StripeRequest;)Lcom/stripe/net/StripeResponse;",
                        PACKAGE + "StripeJavaAdvice"),
                new Joint("com.stripe.Stripe", "<clinit>", "()V", PACKAGE + "StripeJavaKeyAdvice"));
    }

    /** The oldest versions stream nothing. */
    @Override
    public List<Joint> sometimes() {
        return List.of(new Joint(
                CLIENT,
                "requestStreamWithRetries",
                "(Lcom/stripe/net/StripeRequest;)Lcom/stripe/net/StripeResponseStream;",
                PACKAGE + "StripeJavaStreamAdvice"));
    }

    @Override
    public String versionField() {
        return "com.stripe.Stripe#VERSION";
    }
}
