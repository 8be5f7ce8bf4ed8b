// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** From a request to its answer: whose key, which operation, may it, was it done before, do it. */
final class Operations {
    /** @param replayed whether the answer is one that was kept under the idempotency key */
    record Result(Answer answer, boolean replayed) {}

    private final Keys keys;
    private final Store store;
    private final Idempotency idempotency;
    private final CountDownLatch closing;

    Operations(Keys keys, Store store, Idempotency idempotency, CountDownLatch closing) {
        this.keys = keys;
        this.store = store;
        this.idempotency = idempotency;
        this.closing = closing;
    }

    Result carryOut(Incoming request, @Nullable Fault fault) throws InterruptedException {
        try {
            SimKey key = keys.presented(request.header("authorization"));
            Endpoint.Found found = Endpoint.find(request.method(), request.path());
            if (found == null) {
                throw ApiError.unknownUrl(request.method(), request.path());
            }
            Endpoint endpoint = found.endpoint();
            if (!key.may(endpoint.resource(), endpoint.write())) {
                throw ApiError.forbidden(key.name(), endpoint.permission());
            }
            // On GET and DELETE a key has no effect.
            String idempotencyKey = request.method().equals("POST") ? request.header("idempotency-key") : null;
            Call call = new Call(
                    key,
                    request.header("stripe-account"),
                    idempotencyKey,
                    request.path(),
                    found.id(),
                    request.params(),
                    fault instanceof Fault.Decline);
            return idempotencyKey == null
                    ? new Result(execute(endpoint, call, fault), false)
                    : once(endpoint, call, fault, idempotencyKey);
        } catch (ApiError refused) {
            return new Result(refused.answer(), false);
        }
    }

    private Result once(Endpoint endpoint, Call call, @Nullable Fault fault, String key)
            throws ApiError, InterruptedException {
        if (key.length() > 255) {
            throw ApiError.invalid("parameter_invalid", "", "Idempotency keys may have 255 characters at most.");
        }
        String fingerprint = call.path() + call.params().fingerprint();
        Answer kept = idempotency.begin(call.account(), key, fingerprint);
        if (kept != null) {
            return new Result(kept, true);
        }
        Answer toKeep = null;
        try {
            toKeep = execute(endpoint, call, fault);
            return new Result(toKeep, false);
        } catch (ApiError refused) {
            toKeep = refused.remembered() ? refused.answer() : null;
            throw refused;
        } finally {
            if (toKeep == null) {
                idempotency.forget(call.account(), key);
            } else {
                idempotency.finish(call.account(), key, toKeep);
            }
        }
    }

    private Answer execute(Endpoint endpoint, Call call, @Nullable Fault fault) throws ApiError, InterruptedException {
        if (fault instanceof Fault.ErrorBefore error) {
            throw ApiError.failed(error.status(), false);
        }
        Answer answer;
        try {
            synchronized (store) {
                answer = Answer.json(200, endpoint.work().of(call, store));
            }
        } finally {
            if (fault instanceof Fault.Late late) {
                wait(late);
            }
        }
        if (fault instanceof Fault.ErrorAfter error) {
            throw ApiError.failed(error.status(), true);
        }
        return answer;
    }

    /** Until the delay is over, or the simulator closes. */
    private void wait(Fault.Late late) throws InterruptedException {
        if (closing.await(late.delay().toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.currentThread().interrupt();
        }
    }
}
