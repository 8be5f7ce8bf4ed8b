// SPDX-License-Identifier: Apache-2.0
package com.acme.faults;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers each line of standard input with one line: {@code load THREADS CHARGES AMOUNT PREFIX} charges as many customers, {@code set NAME VALUE}
 * sets a system property, {@code now} tells the time. Arguments: API base, read timeout in milliseconds, retries of stripe-java's own.
 */
public final class Teller {

    private static final long PATIENCE_SECONDS = 100;

    private Teller() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.setConnectTimeout(5_000);
        Stripe.setReadTimeout(Integer.parseInt(arguments[1]));
        Stripe.setMaxNetworkRetries(Integer.parseInt(arguments[2]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(
                    switch (words[0]) {
                        case "load" ->
                            load(
                                    Integer.parseInt(words[1]),
                                    Integer.parseInt(words[2]),
                                    Long.parseLong(words[3]),
                                    words[4]);
                        case "set" -> System.setProperty(words[1], words[2]) == null ? "set" : "changed";
                        case "now" -> Instant.now().toString();
                        default -> throw new IllegalArgumentException(line);
                    });
        }
    }

    /** How often each thing happened, and the longest that a call took: {@code accepted=3 bursar_cap_reached=2 longest=120}. */
    private static String load(int threads, int charges, long amount, String prefix) throws InterruptedException {
        Map<String, AtomicLong> counts = new TreeMap<>();
        AtomicLong longest = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < charges; i++) {
            String customer = prefix + i;
            pool.execute(() -> {
                long began = System.nanoTime();
                String outcome = outcome(customer, amount);
                longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                synchronized (counts) {
                    counts.computeIfAbsent(outcome, any -> new AtomicLong()).incrementAndGet();
                }
            });
        }
        pool.shutdown();
        if (!pool.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return "hung=1";
        }
        StringBuilder answer = new StringBuilder();
        counts.forEach((outcome, count) ->
                answer.append(outcome).append('=').append(count).append(' '));
        return answer + "longest=" + TimeUnit.NANOSECONDS.toMillis(longest.get());
    }

    private static String outcome(String customer, long amount) {
        try {
            new Till().charge(customer, amount);
            return "accepted";
        } catch (StripeException e) {
            return e.getCode() == null ? "failed" : e.getCode();
        } catch (RuntimeException e) {
            return "failed";
        }
    }
}
