// SPDX-License-Identifier: Apache-2.0
package com.acme.app.desk;

import com.acme.app.desk.billing.BillingDesk;
import com.acme.app.desk.eval.Optimizer;
import com.acme.app.desk.strict.StrictDesk;
import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Does what each line of standard input says, and answers each with one line: what came of it, or the SDK's exception. */
public final class Desk {

    private Desk() {}

    public static void main(String[] arguments) throws IOException {
        Stripe.overrideApiBase(arguments[0]);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(outcome(line.split(" ")));
        }
    }

    private static String outcome(String[] words) {
        try {
            return perform(words);
        } catch (StripeException e) {
            return Stripes.failure(e);
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static String perform(String[] words) throws StripeException {
        BillingDesk billing = new BillingDesk();
        switch (words[0]) {
            case "key":
                Stripe.apiKey = words[1];
                return "set";
            case "retries":
                Stripe.setMaxNetworkRetries(Integer.parseInt(words[1]));
                return "set";
            case "timeout":
                Stripe.setReadTimeout(Integer.parseInt(words[1]));
                return "set";
            case "nobody":
                return Stripes.charge(words[1], amount(words));
            case "presents":
                return Stripes.charge(words[1], amount(words), null, key(words[3]));
            case "charge":
                return billing.charge(words[1], amount(words), null, null);
            case "billing-presents":
                return billing.charge(words[1], amount(words), null, key(words[3]));
            case "own-idempotency-key":
                return billing.charge(
                        words[1],
                        amount(words),
                        null,
                        RequestOptions.builder().setIdempotencyKey(words[3]).build());
            case "passes":
                return billing.passes(words[1], amount(words), Arrays.copyOfRange(words, 3, words.length));
            case "strict-passes":
                return new StrictDesk().passes(words[1], amount(words), Arrays.copyOfRange(words, 3, words.length));
            case "series":
                return billing.series(words[1], amount(words), Integer.parseInt(words[3]));
            case "stubborn":
                return billing.stubborn(words[1], amount(words));
            case "order":
                return billing.order(words[3], words[1], amount(words));
            case "refund":
                return billing.refund(words[1]);
            case "found":
                return billing.chargeAndRetrieve(words[1], amount(words));
            case "compile":
                return new Optimizer().compile(billing, words[1], amount(words), Integer.parseInt(words[3]));
            case "retrieve":
                return billing.retrieve(words[1]);
            default:
                throw new IllegalArgumentException(words[0]);
        }
    }

    private static long amount(String[] words) {
        return Long.parseLong(words[2]);
    }

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setApiKey(key).build();
    }
}
