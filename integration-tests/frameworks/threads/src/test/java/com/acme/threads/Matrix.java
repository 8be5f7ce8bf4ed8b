// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import com.stripe.Stripe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Takes every hop in every way, and prints what came of each: {@code check hop=outcome}.
 *
 * <p>{@code key}: handed over by billing. {@code after}: handed over by nobody, several times on the same threads. {@code closed}: handed over
 * by a run of billing's that has ended when the work runs. {@code bare}, {@code rehearsed} and {@code live}: threads that carry nothing,
 * started by billing, in an evaluation, and by nobody. {@code retry}: charges that are tried again.
 */
public final class Matrix {

    private static final CountDownLatch OPEN = new CountDownLatch(0);
    private static final int AFTER = 4;

    private Matrix() {}

    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = System.getProperty("app.key");
        Billing billing = new Billing();
        Refunds refunds = new Refunds();
        Hop.Elsewhere another = emission -> new Thread(() -> refunds.run(emission)).start();
        Hop.Elsewhere nobody = emission -> new Thread(emission).start();
        group("JDK", JdkHops.all(), billing, another, nobody);
        group("Spring", SpringHops.all(), billing, another, nobody);
        group("Reactor", ReactorHops.all(), billing, another, another);
        group("RxJava", RxHops.all(), billing, another, nobody);
        group("Kotlin coroutines", CoroutineHops.all(), billing, another, nobody);
        for (Hop hop : JdkHops.bare()) {
            bare(hop, billing, nobody);
        }
        retries(billing);
        System.exit(0);
    }

    private static void group(
            String name, List<Hop> hops, Billing billing, Hop.Elsewhere another, Hop.Elsewhere forNobody)
            throws Exception {
        for (Hop hop : hops) {
            System.out.println("hop=" + name + "|" + hop.name());
            Work key = new Work("cus_" + hop.slug() + "_key", OPEN);
            say("key", hop, () -> {
                billing.hand(hop, key, another);
                return key.outcome();
            });
            say("after", hop, () -> after(hop, key, forNobody));
            say("closed", hop, () -> closed(hop, billing, forNobody));
        }
    }

    private static String after(Hop hop, Work key, Hop.Elsewhere elsewhere) throws Exception {
        Set<String> outcomes = new TreeSet<>();
        List<String> threads = new ArrayList<>();
        for (int i = 0; i < AFTER; i++) {
            Work after = new Work("cus_" + hop.slug() + "_after", OPEN);
            hop.handing().hand(after, elsewhere);
            outcomes.add(after.outcome());
            threads.add(after.thread());
        }
        if (hop.pooled() && !threads.contains(key.thread())) {
            return "not on thread " + key.thread() + " but on " + threads;
        }
        return String.join(" & ", outcomes);
    }

    private static String closed(Hop hop, Billing billing, Hop.Elsewhere elsewhere) throws Exception {
        if (hop.waits()) {
            return "waits";
        }
        CountDownLatch held = new CountDownLatch(1);
        Work late = new Work("cus_" + hop.slug() + "_closed", held);
        billing.leavesBehind(hop, late, elsewhere);
        held.countDown();
        return late.outcome();
    }

    private static void bare(Hop hop, Billing billing, Hop.Elsewhere nobody) throws Exception {
        System.out.println("thread=" + hop.name());
        Work started = new Work("cus_" + hop.slug() + "_bare", OPEN);
        say("bare", hop, () -> {
            billing.hand(hop, started, nobody);
            return started.outcome();
        });
        CountDownLatch held = new CountDownLatch(1);
        Work tried = new Work("cus_" + hop.slug() + "_rehearsed", held, billing);
        say("rehearsed", hop, () -> {
            new Evaluation().tries(() -> hop.handing().hand(tried, nobody));
            held.countDown();
            return tried.outcome();
        });
        Work live = new Work("cus_" + hop.slug() + "_live", OPEN, billing);
        say("live", hop, () -> {
            hop.handing().hand(live, nobody);
            return live.outcome();
        });
    }

    /** Each charges, and fails the first time. */
    private static void retries(Billing billing) throws Exception {
        say(
                "retry",
                "Mono.retry",
                () -> billing.does(() -> failing("mono", 0).retry(1).block()));
        Mono<String> flux = failing("flux", 0);
        say("retry", "Flux.retry", () -> billing.does(() -> flux.flux().retry(2).blockLast()));
        say(
                "retry",
                "Mono.retryWhen, backoff",
                () -> billing.does(() -> failing("backoff", 0)
                        .retryWhen(Retry.backoff(3, Duration.ofMillis(2)))
                        .block()));
        Mono<String> pool = failing("pool", 0);
        say(
                "retry",
                "Flux.retryWhen, on a pool",
                () -> billing.does(() -> Flux.defer(() -> pool.flux().subscribeOn(Schedulers.boundedElastic()))
                        .retryWhen(Retry.max(3))
                        .blockLast()));
        say(
                "retry",
                "Mono.retryWhen, at once",
                () -> billing.does(
                        () -> failing("once", 2).retryWhen(Retry.max(1)).block()));
        say(
                "retry",
                "two equal charges, retried",
                () -> billing.does(() -> failing("equal", 2).retry(1).block()));
    }

    private static Mono<String> failing(String customer, int more) {
        AtomicInteger tries = new AtomicInteger();
        return Mono.fromCallable(() -> {
            String made = Work.charge("cus_retry_" + customer);
            for (int i = 1; i < more; i++) {
                made += " " + Work.charge("cus_retry_" + customer);
            }
            if (tries.getAndIncrement() == 0) {
                throw new IllegalStateException("after charging");
            }
            return made;
        });
    }

    private static void say(String check, Hop hop, Callable<String> outcome) {
        say(check, hop.name(), outcome);
    }

    private static void say(String check, String name, Callable<String> outcome) {
        String said;
        try {
            said = outcome.call();
        } catch (Exception e) {
            said = e.toString();
        }
        System.out.println(check + " " + name + "=" + said);
    }
}
