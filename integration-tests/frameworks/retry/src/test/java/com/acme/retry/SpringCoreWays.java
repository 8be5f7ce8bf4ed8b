// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;

/** The retry of Spring Framework 7. */
final class SpringCoreWays {

    private SpringCoreWays() {}

    static void play() {
        Scenes.all("springcore", work -> template().execute(work::call));
        try (AnnotationConfigApplicationContext context =
                new AnnotationConfigApplicationContext(Configuration.class, Assistant.class)) {
            Assistant assistant = context.getBean(Assistant.class);
            Scenes.few("springcore-annotated", assistant::work);
        }
        Scenes.say("springcore-output", customer -> {
            int[] tries = {0};
            return template().execute(() -> {
                String receipt = "charged " + Billing.charge(customer, 100) + (tries[0]++ == 0 ? "" : " {}");
                if (!receipt.endsWith("}")) {
                    throw new OutputRejected("no JSON in the receipt");
                }
                return receipt;
            });
        });
    }

    private static RetryTemplate template() {
        return new RetryTemplate(RetryPolicy.builder()
                .maxRetries(2)
                .delay(Duration.ofMillis(1))
                .includes(OutputRejected.class)
                .build());
    }

    @EnableResilientMethods(proxyTargetClass = true)
    static class Configuration {}

    /** A bean with a method that is tried again. */
    static class Assistant {

        @Retryable(maxRetries = 2, delay = 1, includes = OutputRejected.class)
        public String work(Callable<String> work) throws Exception {
            return work.call();
        }
    }
}
