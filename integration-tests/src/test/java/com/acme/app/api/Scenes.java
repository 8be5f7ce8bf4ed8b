// SPDX-License-Identifier: Apache-2.0
package com.acme.app.api;

import com.acme.app.desk.Stripes;
import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import dev.bursar.api.Bursar;
import dev.bursar.api.Caller;
import dev.bursar.api.Decision;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Goes through everything once, and prints what came of each: {@code scene=outcome}. The customer's name is the scene's. */
public final class Scenes {

    private static final Caller BILLING = Bursar.as("billing");
    private static final String RUN = "bursar.run";

    private Scenes() {}

    /** Which scenes, after the address of the vendor. */
    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = System.getProperty("app.key");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (String scene : Arrays.asList(arguments).subList(1, arguments.length)) {
            switch (scene) {
                case "order" -> order();
                case "identity" -> identity(pool);
                case "attempts" -> attempts();
                case "rehearsal" -> rehearsal();
                case "decisions" -> decisions();
                case "log" -> log(pool);
                default -> throw new IllegalArgumentException(scene);
            }
        }
        pool.shutdown();
        System.out.println("present=" + Bursar.isPresent());
    }

    /** A run that is the same one whenever this is started. */
    private static void order() throws Exception {
        say(
                "order",
                () -> BILLING.run("order-42", () -> {
                    System.out.println("orderrun=" + Bursar.runId().orElse("none"));
                    return Stripes.charge("cus_order", 100);
                }));
        System.out.println(
                "orderkey=" + Bursar.lastDecision().map(Decision::key).orElse("none"));
    }

    private static void identity(ExecutorService pool) throws Exception {
        say("call", () -> Bursar.label("ticket", "T-17", () -> BILLING.call(() -> Stripes.charge("cus_call", 100))));
        say("after", () -> Stripes.charge("cus_after", 100));
        say(
                "submitted",
                () -> BILLING.run(() ->
                        pool.submit(() -> Stripes.charge("cus_submitted", 100)).get()));
        say("inner", () -> BILLING.run(() -> Bursar.as("refunds").call(() -> Stripes.charge("cus_inner", 100))));
        say("stranger", () -> Bursar.as("stranger").run(() -> Stripes.charge("cus_stranger", 100)));
        say("badname", () -> Bursar.as("no such caller").call(() -> Stripes.charge("cus_badname", 100)));
        say("blank", () -> BILLING.run(" ", () -> Stripes.charge("cus_blank", 100)));
        CountDownLatch ended = new CountDownLatch(1);
        CompletableFuture<String> stage = BILLING.run(() -> CompletableFuture.supplyAsync(
                () -> {
                    await(ended);
                    return charge("cus_staged");
                },
                pool));
        ended.countDown();
        System.out.println("staged=" + stage.get());
        CountDownLatch late = new CountDownLatch(1);
        var left = BILLING.run(() -> new java.util.concurrent.Future<?>[] {
            pool.submit(() -> {
                await(late);
                return charge("cus_late");
            })
        });
        late.countDown();
        System.out.println("late=" + left[0].get());
    }

    private static void attempts() throws Exception {
        say(
                "tried",
                () -> BILLING.run(() -> {
                    for (int tries = 1; ; tries++) {
                        int now = tries;
                        try {
                            return Bursar.attempt(() -> {
                                String made = Stripes.charge("cus_tried", 100);
                                if (now < 3) {
                                    throw new IllegalStateException("lost on the way");
                                }
                                return made;
                            });
                        } catch (IllegalStateException e) {
                            // And again.
                        }
                    }
                }));
        say(
                "judged",
                () -> BILLING.run(() -> {
                    String made = "";
                    for (int tries = 0; tries < 3; tries++) {
                        made = Bursar.attempt(() -> Stripes.charge("cus_judged", 100));
                    }
                    return made;
                }));
        say("two", () -> BILLING.run(() -> Stripes.charge("cus_two", 100) + " " + Stripes.charge("cus_two", 100)));
        say(
                "items",
                () -> BILLING.run("batch-7", () -> {
                    String first = BILLING.run(() -> Stripes.charge("cus_items", 100));
                    return first + " " + BILLING.run(() -> Stripes.charge("cus_items", 100));
                }));
        say("loose", () -> Bursar.attempt(() -> BILLING.call(() -> Stripes.charge("cus_loose", 100))));
    }

    private static void rehearsal() throws Exception {
        say(
                "rehearsed",
                () -> Bursar.rehearse(() ->
                        BILLING.run("order-43", () -> Bursar.attempt(() -> Stripes.charge("cus_rehearsed", 100)))));
        System.out.println(
                "rehearsedas=" + Bursar.lastDecision().map(Decision::outcome).orElse("none"));
        say("real", () -> BILLING.run("order-43", () -> Stripes.charge("cus_real", 100)));
    }

    private static void decisions() throws Exception {
        say("refund", () -> BILLING.run("order-44", () -> Stripes.refund("ch_any", 50)));
        System.out.println("refused=" + Bursar.lastDecision().map(Scenes::text).orElse("none"));
        say("decided", () -> BILLING.run("order-44", () -> Stripes.charge("cus_decided", 100)));
        System.out.println("admitted=" + Bursar.lastDecision().map(Scenes::text).orElse("none"));
        Thread other = new Thread(() -> System.out.println(
                "elsewhere=" + Bursar.lastDecision().map(Scenes::text).orElse("none")));
        other.start();
        other.join();
    }

    private static void log(ExecutorService pool) throws Exception {
        Logger log = LoggerFactory.getLogger("scenes");
        MDC.put("request", "r1");
        BILLING.run("order-45", () -> {
            log.info("logged in order 45");
            Stripes.charge("cus_log", 100);
            pool.submit(() -> log.info("logged elsewhere in order 45")).get();
            BILLING.run("order-46", () -> log.info("logged in order 46"));
            log.info("logged again in order 45");
            MDC.put(RUN, "mine");
            BILLING.run("order-47", () -> log.info("logged in order 47"));
            System.out.println("putback=" + MDC.get(RUN));
            return null;
        });
        log.info("logged after");
        pool.submit(() -> log.info("logged elsewhere after")).get();
        pool.submit(() -> log.info("logged elsewhere after")).get();
        BILLING.call(() -> {
            log.info("logged before it has a name");
            Stripes.charge("cus_unnamed", 100);
            log.info("logged in " + Bursar.runId().orElse("none"));
            return null;
        });
        System.out.println("request=" + MDC.get("request"));
        System.out.println("leftover=" + MDC.get(RUN));
    }

    private static String text(Decision decision) {
        return String.join(
                " ",
                decision.outcome(),
                decision.caller(),
                decision.run(),
                String.valueOf(decision.operation()).replace(' ', ':'),
                decision.code(),
                decision.rule(),
                decision.isAllowed() + ";",
                decision.message());
    }

    private static String charge(String customer) {
        try {
            return Stripes.charge(customer, 100);
        } catch (StripeException e) {
            return Stripes.failure(e);
        }
    }

    private static void say(String scene, Callable<String> work) throws Exception {
        String outcome;
        try {
            outcome = work.call();
        } catch (StripeException e) {
            outcome = Stripes.failure(e);
        } catch (java.util.concurrent.ExecutionException e) {
            outcome = String.valueOf(e.getCause());
        }
        System.out.println(scene + "=" + outcome);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
