// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import com.stripe.Stripe;
import net.bytebuddy.asm.Advice;

/** At the end of the SDK's static initializer: lets an application hold no key at all. */
public final class StripeJavaKeyAdvice {

    private StripeJavaKeyAdvice() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit() {
        if (Stripe.apiKey == null) {
            Stripe.apiKey = StripeJavaHook.NO_KEY;
        }
    }
}
