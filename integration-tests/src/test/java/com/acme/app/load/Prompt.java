// SPDX-License-Identifier: Apache-2.0
package com.acme.app.load;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Does what each line of standard input says and answers with one line. The words of a line are URL-encoded. Arguments: API base, and the
 * global key, which may be left out.
 */
public final class Prompt {

    private Prompt() {}

    public static void main(String[] arguments) throws IOException {
        Stripe.overrideApiBase(arguments[0]);
        if (arguments.length > 1) {
            Stripe.apiKey = arguments[1];
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            for (int i = 0; i < words.length; i++) {
                words[i] = URLDecoder.decode(words[i], StandardCharsets.UTF_8);
            }
            System.out.println(outcome(words).replaceAll("\\R", "|"));
        }
        System.out.println("bye");
    }

    private static String outcome(String[] words) {
        try {
            return perform(words);
        } catch (StripeException e) {
            return e.getClass().getSimpleName() + " " + e.getStatusCode() + " " + e.getCode() + " " + e.getMessage();
        } catch (Exception e) {
            return e.toString();
        }
    }

    private static String perform(String[] words) throws Exception {
        switch (words[0]) {
            case "charge":
                return new Biller().charge(words[1], Long.parseLong(words[2]));
            case "chargeWith":
                return new Biller().charge(words[1], Long.parseLong(words[2]), given(words[3]), given(words[4]));
            case "process":
                return new Biller().process(words[1], words[2], Long.parseLong(words[3]));
            case "post":
                return new Biller().post(words[1], words[2], words[3], words.length > 4 ? words[4] : "");
            case "heap":
                System.gc();
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpHeap(words[1], true);
                return "dumped";
            case "halt":
                Runtime.getRuntime().halt(9);
                return "halted";
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    private static String given(String word) {
        return word.equals("-") ? null : word;
    }
}
