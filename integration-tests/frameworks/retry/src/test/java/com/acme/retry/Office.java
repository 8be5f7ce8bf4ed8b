// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import com.stripe.Stripe;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Plays every scene with every library, and says what came of each in a line. */
public final class Office {

    private Office() {}

    /** Takes where Stripe is. */
    public static void main(String[] arguments) {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = System.getProperty("app.key");
        try {
            play();
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void play() {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
        FailsafeWays.play(pool);
        Resilience4jWays.play(pool, timer);
        SpringRetryWays.play();
        SpringCoreWays.play();
        SmallRyeWays.play(pool);
        LangChain4jWays.play();
        // Three times three tries, of which the last is good.
        Scenes.say("nested-sync", customer -> {
            Flaky flaky = new Flaky(customer, 8);
            Callable<String> inner = () -> Resilience4jWays.retry().executeCallable(flaky);
            return FailsafeWays.retries().get(inner::call);
        });
        Scenes.say("nested-async", customer -> {
            Flaky flaky = new Flaky(customer, 8);
            return FailsafeWays.retries()
                    .getAsync(() -> SpringRetryWays.template().execute(context -> flaky.call()))
                    .get();
        });
        pool.shutdown();
        timer.shutdown();
    }
}
