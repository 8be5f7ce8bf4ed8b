// SPDX-License-Identifier: Apache-2.0
package com.acme.app.watched;

import com.acme.app.billing.Billing;
import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import javax.management.JMException;
import javax.management.ObjectName;

/** Does what each line of standard input says, and answers each with one line. */
public final class Watched {

    private Watched() {}

    public static void main(String[] arguments) throws IOException {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = "sk_test_" + "unused";
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(outcome(line.split(" ")).replaceAll("\\R", "|"));
        }
    }

    private static String outcome(String[] words) {
        try {
            return perform(words);
        } catch (StripeException e) {
            return e.getStatusCode() + " " + e.getCode();
        } catch (JMException | RuntimeException e) {
            return e.toString();
        }
    }

    private static String perform(String[] words) throws StripeException, JMException {
        switch (words[0]) {
            case "charge":
                return new Billing().charge(words[1], Long.parseLong(words[2]));
            case "timed":
                long before = System.nanoTime();
                new Billing().charge(words[1], Long.parseLong(words[2]));
                return Long.toString((System.nanoTime() - before) / 1_000_000);
            case "jmx":
                return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(new ObjectName("dev.bursar:type=Bursar"), words[1]));
            case "jmx-there":
                return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                        .isRegistered(new ObjectName("dev.bursar:type=Bursar")));
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }
}
