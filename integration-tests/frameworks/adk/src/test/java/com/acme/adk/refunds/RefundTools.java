// SPDX-License-Identifier: Apache-2.0
package com.acme.adk.refunds;

import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.Map;

/** The tools of a refund agent. */
public final class RefundTools {

    public Map<String, Object> refund(String charge, long amount) throws StripeException {
        return Map.of(
                "refund",
                Refund.create(Map.of("charge", charge, "amount", amount)).getId());
    }

    public Single<Map<String, Object>> refundLater(String charge, long amount) {
        return Single.fromCallable(() -> refund(charge, amount)).subscribeOn(Schedulers.io());
    }

    /** Tells the model itself why not. */
    public Map<String, Object> refundCarefully(String charge, long amount) {
        try {
            return refund(charge, amount);
        } catch (StripeException e) {
            return Map.of("error", String.valueOf(e.getMessage()));
        }
    }
}
