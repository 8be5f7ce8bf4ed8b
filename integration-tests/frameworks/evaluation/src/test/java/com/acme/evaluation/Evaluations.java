// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation;

import com.acme.evaluation.bench.Bench;
import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import dev.dokimos.core.Experiment;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Does what its arguments name, one after the other, and prints what came of each as {@code name=value}. */
public final class Evaluations {

    private Evaluations() {}

    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = arguments[1];
        // What the scorers log is of no interest here.
        Logger.getLogger("").setLevel(Level.OFF);
        Trial.warmUp();
        for (int i = 2; i < arguments.length; i++) {
            System.out.println(arguments[i] + "=" + outcome(arguments[i]));
        }
    }

    private static Object outcome(String what) throws Exception {
        switch (what) {
            case "method":
                return new Optimizer().compile(Trial.TRIALS);
            case "pattern":
                return new Bench().score(Trial.TRIALS);
            case "scorer":
                return Scorers.score(Trial.TRIALS);
            case "evaluation":
                return Scorers.scoreSince15(Trial.TRIALS);
            case "dokimos":
                return new Experiment(Trial.TRIALS, i -> Trial.run("dokimos", i).startsWith("ch_")).run();
            case "junit":
                return launch();
            case "plain":
                return plain();
            case "live":
            case "afterwards":
                return Trial.run(what, 0).startsWith("ch_");
            case "thread":
                return onBareThread();
            case "flow":
                new Bench().flow();
                return "done";
            case "plain-flow":
                new Flow().run();
                return "done";
            default:
                throw new IllegalArgumentException(what);
        }
    }

    private static int plain() {
        int made = 0;
        for (int i = 0; i < Trial.TRIALS; i++) {
            made += Trial.run("plain", i).startsWith("ch_") ? 1 : 0;
        }
        return made;
    }

    private static long launch() throws InterruptedException {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(LaunchedTrials.class))
                                .build(),
                        listener);
        LaunchedTrials.SERVER.join();
        listener.getSummary()
                .getFailures()
                .forEach(failure -> failure.getException().printStackTrace());
        return listener.getSummary().getTestsSucceededCount();
    }

    private static String onBareThread() throws InterruptedException {
        StringBuilder id = new StringBuilder();
        Thread thread = new Thread(() -> {
            try {
                id.append(new Billing().charge("thread 0", 100));
            } catch (StripeException e) {
                id.append(e);
            }
        });
        thread.start();
        thread.join();
        return id.toString();
    }
}
