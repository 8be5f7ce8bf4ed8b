// SPDX-License-Identifier: Apache-2.0
package com.acme.bench;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes calls when it is told to, so that two such JVMs can be measured in turn. Each line of standard input, such as {@code charge 8 200}, is
 * answered by one line: the nanoseconds that the whole took, then those of each call. Here 8 threads make 200 calls each.
 */
public final class Worker {

    private Worker() {}

    /** @param arguments where Stripe is */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = "sk_test_bench";
        Stripe.setMaxNetworkRetries(0);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                System.out.println(
                        block(pool, words[0].equals("charge"), Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
        } finally {
            pool.shutdown();
        }
    }

    private static String block(ExecutorService pool, boolean charge, int threads, int calls)
            throws InterruptedException {
        List<Future<long[]>> parts = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            parts.add(pool.submit(() -> calls(charge, calls)));
        }
        StringBuilder answer = new StringBuilder();
        try {
            for (Future<long[]> part : parts) {
                for (long each : part.get()) {
                    answer.append(' ').append(each);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e.getCause());
        }
        return answer.insert(0, System.nanoTime() - start).toString();
    }

    private static long[] calls(boolean charge, int calls) throws StripeException {
        Billing billing = new Billing();
        long[] took = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            String id = charge ? billing.charge() : billing.read();
            took[i] = System.nanoTime() - start;
            if (id == null) {
                throw new UncheckedIOException(new IOException("an answer without an id"));
            }
        }
        return took;
    }
}
