// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** What is done with each way of trying again. Each scene charges a customer of its own, `cus_` and its name with underscores. */
public final class Scenes {

    static final int THREADS = 4;

    private Scenes() {}

    /** The main scenes with one way, the names of which begin with `name`. */
    public static void few(String name, Retrying retrying) {
        say(name + "-once", customer -> retrying.run(new Flaky(customer, 1)));
        say(name + "-up", customer -> givesUp(customer, retrying));
        say(name + "-inside", customer -> Billing.tool(() -> retrying.run(new Flaky(customer, 1))));
    }

    /** Every scene. */
    public static void all(String name, Retrying retrying) {
        few(name, retrying);
        say(name + "-two", customer -> two(customer, retrying));
        say(
                name + "-twice",
                customer -> Billing.tool(
                        () -> retrying.run(new Flaky(customer, 1)) + " " + retrying.run(new Flaky(customer, 1))));
        say(name + "-threads", customer -> threads(customer, retrying));
    }

    /** One scene; what it returns is printed, and what it throws. */
    public static void say(String name, Scene scene) {
        String said;
        try {
            said = scene.play("cus_" + name.replace('-', '_'));
        } catch (LinkageError e) {
            said = "absent";
        } catch (Exception e) {
            said = e.toString();
        }
        System.out.println(name + "=" + said);
    }

    /** Given the customer to charge. */
    public interface Scene {
        String play(String customer) throws Exception;
    }

    private static String givesUp(String customer, Retrying retrying) {
        Flaky flaky = new Flaky(customer, Integer.MAX_VALUE);
        try {
            return "no exception: " + retrying.run(flaky);
        } catch (Throwable e) {
            Throwable rejected = e;
            StringBuilder chain = new StringBuilder();
            for (; rejected != null; rejected = rejected.getCause()) {
                chain.append(rejected.getClass().getSimpleName()).append(' ');
                if (rejected instanceof OutputRejected) {
                    StackTraceElement top = rejected.getStackTrace()[0];
                    return chain + rejected.getMessage() + " at " + top.getClassName() + "." + top.getMethodName()
                            + " after " + flaky.tries();
                }
            }
            return chain + String.valueOf(e);
        }
    }

    /** Two equal charges on purpose, in each try. */
    private static String two(String customer, Retrying retrying) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        return retrying.run(() -> {
            String both = Billing.charge(customer, 100) + " " + Billing.charge(customer, 100);
            if (tries.incrementAndGet() == 1) {
                throw new OutputRejected("rejected in the first try");
            }
            return both;
        });
    }

    /** Executions at once, each of which charges two amounts, and in the other order when it is tried again. */
    private static String threads(String customer, Retrying retrying) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Callable<String>> works = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                long first = i % 2 == 0 ? 100 : 200;
                works.add(() -> {
                    together.await();
                    AtomicInteger tries = new AtomicInteger();
                    return retrying.run(() -> {
                        boolean again = tries.getAndIncrement() > 0;
                        String one = Billing.charge(customer, again ? 300 - first : first);
                        String other = Billing.charge(customer, again ? first : 300 - first);
                        if (!again) {
                            throw new OutputRejected("rejected in the first try");
                        }
                        return one + " " + other;
                    });
                });
            }
            List<String> made = new ArrayList<>();
            for (Future<String> each : pool.invokeAll(works)) {
                try {
                    made.add(each.get());
                } catch (ExecutionException e) {
                    made.add(String.valueOf(e.getCause()));
                }
            }
            return String.join(" ", made);
        } finally {
            pool.shutdownNow();
        }
    }
}
