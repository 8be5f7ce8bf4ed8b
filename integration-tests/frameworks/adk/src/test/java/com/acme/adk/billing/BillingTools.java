// SPDX-License-Identifier: Apache-2.0
package com.acme.adk.billing;

import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The tools of a billing agent. */
public final class BillingTools {

    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    public Map<String, Object> charge(String customer, long amount) throws StripeException {
        Map<String, Object> parameters = Map.of("customer", customer, "amount", amount, "currency", "usd");
        return Map.of("charge", Charge.create(parameters).getId());
    }

    /** Fails the first time for each customer, after it has charged. */
    public Map<String, Object> chargeBadly(String customer, long amount) throws StripeException {
        Map<String, Object> charged = charge(customer, amount);
        if (failed.add(customer)) {
            throw new IllegalStateException("the receipt printer is on fire");
        }
        return charged;
    }

    public Single<Map<String, Object>> chargeLater(String customer, long amount) {
        return Single.fromCallable(() -> charge(customer, amount)).subscribeOn(Schedulers.io());
    }

    public Single<Map<String, Object>> chargeBadlyLater(String customer, long amount) {
        return Single.fromCallable(() -> chargeBadly(customer, amount))
                .subscribeOn(Schedulers.io())
                .observeOn(Schedulers.computation());
    }

    /** Charges before it returns what fails then. */
    public Single<Map<String, Object>> chargeThenFailLater(String customer, long amount) throws StripeException {
        Map<String, Object> charged = charge(customer, amount);
        return failed.add(customer)
                ? Single.error(new IllegalStateException("the receipt printer is on fire"))
                : Single.just(charged);
    }
}
