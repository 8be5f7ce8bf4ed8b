// SPDX-License-Identifier: Apache-2.0
package com.acme.evaluation;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Balance;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerSearchParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SetupIntentCreateParams;
import java.util.ArrayList;
import java.util.List;

/** What an agent does in several steps, each a call of its own tool. Prints what it saw as {@code name=value}. */
public class Flow {

    public void run() throws StripeException {
        Customer customer = new CustomerTool().create("ada@example.com", "Ada");
        say(
                "found-by-email",
                new CustomerTool().search("email:'ADA@example.com'").equals(List.of(customer.getId())));
        say("not-found", new CustomerTool().search("email:'bob@example.com'"));
        say("renamed", new CustomerTool().rename(customer.getId(), "Ada L."));
        say("retrieved", new CustomerTool().find(customer.getId()).getName());

        PaymentIntent intent = new PaymentTool().create(customer.getId(), 5000, false);
        say("created", intent.getStatus());
        say("confirmed", new PaymentTool().confirm(intent).getStatus());
        PaymentIntent paid = new PaymentTool().find(intent.getId());
        say("received", paid.getAmountReceived());
        say("listed", new PaymentTool().listOf(customer.getId()).equals(List.of(intent.getId())));

        Refund refund = new RefundTool().refund(intent.getId(), 2000L);
        say("refund", refund.getAmount());
        Charge charge = new PaymentTool().charge(paid);
        say("charge", charge.getAmount() + " " + charge.getAmountRefunded() + " " + charge.getRefunded());
        say("too-much", failure(() -> new RefundTool().refund(intent.getId(), 3001L)));
        say("rest", new RefundTool().refund(intent.getId(), null).getAmount());
        say("refunded", new PaymentTool().charge(paid).getRefunded());
        say("again", failure(() -> new RefundTool().refund(intent.getId(), null)));
        say("refunds", new RefundTool().count(charge.getId()));

        PaymentIntent held = new PaymentTool().create(customer.getId(), 700, true);
        say("held", new PaymentTool().confirm(held).getStatus());
        say("captured", new PaymentTool().capture(held.getId(), 500));
        say(
                "captured-charge",
                new PaymentTool().charge(new PaymentTool().find(held.getId())).getAmountCaptured());
        say("captured-twice", failure(() -> new PaymentTool().capture(held.getId(), 100)));
        PaymentIntent canceled = new PaymentTool().cancel(new PaymentTool().create(customer.getId(), 900, false));
        say("canceled", canceled.getStatus());
        say("confirmed-canceled", failure(() -> new PaymentTool().confirm(canceled)));

        say("pages", new CustomerTool().pages());
        say("query", failure(() -> new CustomerTool().search("email is ada")));
        say("declined", failure(() -> new PaymentTool().setUp()));
        say("balance", new PaymentTool().balance());
    }

    private interface Step {
        Object take() throws StripeException;
    }

    private static String failure(Step step) {
        try {
            return "went through: " + step.take();
        } catch (CardException e) {
            return "declined " + e.getDeclineCode();
        } catch (InvalidRequestException e) {
            return e.getStatusCode() + " " + e.getCode();
        } catch (StripeException e) {
            return e.toString();
        }
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }

    /** Each tool is entered and left again for each step, so that no two steps are of one implicit run. */
    static class CustomerTool {

        Customer create(String email, String name) throws StripeException {
            return Customer.create(
                    CustomerCreateParams.builder().setEmail(email).setName(name).build());
        }

        String pages() throws StripeException {
            List<String> made = new ArrayList<>();
            for (int i = 0; i < 23; i++) {
                made.add(0, create("page" + i + "@example.com", "Page").getId());
            }
            List<String> listed = new ArrayList<>();
            CustomerListParams params =
                    CustomerListParams.builder().setLimit(5L).build();
            Customer.list(params).autoPagingIterable().forEach(each -> listed.add(each.getId()));
            List<String> found = new ArrayList<>();
            Customer.search(CustomerSearchParams.builder()
                            .setQuery("name:'page' AND -email:'page0@example.com'")
                            .setLimit(5L)
                            .build())
                    .autoPagingIterable()
                    .forEach(each -> found.add(each.getId()));
            List<String> before = new ArrayList<>();
            Customer.list(CustomerListParams.builder()
                            .setLimit(3L)
                            .setEndingBefore(made.get(10))
                            .build())
                    .getData()
                    .forEach(each -> before.add(each.getId()));
            return listed.subList(0, 23).equals(made)
                    + " " + listed.size()
                    + " " + found.equals(made.subList(0, 22))
                    + " " + before.equals(made.subList(7, 10));
        }

        Customer find(String id) throws StripeException {
            return Customer.retrieve(id);
        }

        String rename(String id, String name) throws StripeException {
            return Customer.retrieve(id)
                    .update(CustomerUpdateParams.builder().setName(name).build())
                    .getName();
        }

        List<String> search(String query) throws StripeException {
            return Customer.search(
                            CustomerSearchParams.builder().setQuery(query).build())
                    .getData()
                    .stream()
                    .map(Customer::getId)
                    .toList();
        }
    }

    /** As {@link CustomerTool}. */
    static class PaymentTool {

        PaymentIntent create(String customer, long amount, boolean manual) throws StripeException {
            return PaymentIntent.create(PaymentIntentCreateParams.builder()
                    .setAmount(amount)
                    .setCurrency("usd")
                    .setCustomer(customer)
                    .setPaymentMethod("pm_card_visa")
                    .setCaptureMethod(
                            manual
                                    ? PaymentIntentCreateParams.CaptureMethod.MANUAL
                                    : PaymentIntentCreateParams.CaptureMethod.AUTOMATIC)
                    .build());
        }

        PaymentIntent find(String id) throws StripeException {
            return PaymentIntent.retrieve(id);
        }

        Charge charge(PaymentIntent intent) throws StripeException {
            return Charge.retrieve(intent.getLatestCharge());
        }

        PaymentIntent confirm(PaymentIntent intent) throws StripeException {
            return intent.confirm();
        }

        PaymentIntent cancel(PaymentIntent intent) throws StripeException {
            return intent.cancel();
        }

        String setUp() throws StripeException {
            return SetupIntent.create(SetupIntentCreateParams.builder().build())
                    .confirm()
                    .getStatus();
        }

        long balance() throws StripeException {
            return Balance.retrieve().getAvailable().get(0).getAmount();
        }

        String capture(String id, long amount) throws StripeException {
            return PaymentIntent.retrieve(id)
                    .capture(PaymentIntentCaptureParams.builder()
                            .setAmountToCapture(amount)
                            .build())
                    .getStatus();
        }

        List<String> listOf(String customer) throws StripeException {
            return PaymentIntent.list(PaymentIntentListParams.builder()
                            .setCustomer(customer)
                            .build())
                    .getData()
                    .stream()
                    .map(PaymentIntent::getId)
                    .toList();
        }
    }

    /** As {@link CustomerTool}, of another caller. */
    static class RefundTool {

        Refund refund(String intent, Long amount) throws StripeException {
            return Refund.create(RefundCreateParams.builder()
                    .setPaymentIntent(intent)
                    .setAmount(amount)
                    .build());
        }

        int count(String charge) throws StripeException {
            return Refund.list(RefundListParams.builder().setCharge(charge).build())
                    .getData()
                    .size();
        }
    }
}
