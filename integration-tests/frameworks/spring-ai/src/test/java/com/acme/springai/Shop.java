// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import static com.acme.springai.ScriptedModel.asks;
import static com.acme.springai.ScriptedModel.says;

import com.stripe.Stripe;
import com.stripe.exception.StripeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.core.Ordered;

/** Goes through everything once and prints what came of each: {@code case=outcome}. The customer's name is the case's. */
public final class Shop {

    private static final String GOOD = "{\"id\": \"done\"}";
    private static final int OUTSIDE = Ordered.HIGHEST_PRECEDENCE + 100;
    private static final int INSIDE = Ordered.LOWEST_PRECEDENCE - 100;
    private static final int CROWD = 24;

    private Shop() {}

    public static void main(String[] arguments) {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = System.getProperty("app.key");
        calls();
        validations();
        judges();
        streams();
        whose();
        inside();
        refusals();
    }

    private static void calls() {
        say("once", () -> Cashier.call(new ScriptedModel(charge("once"), says("done")), new TillTools(false)));
        say("thrown", () -> {
            ScriptedModel model = new ScriptedModel(charge("thrown"), charge("thrown"), says("done"));
            String said = Cashier.call(model, new TillTools(true));
            return said + " " + model.heard();
        });
        say("thrownFunction", () -> {
            ScriptedModel model = new ScriptedModel(charge("thrownFunction"), charge("thrownFunction"), says("done"));
            String said = Cashier.call(model, jammedFunction());
            return said + " " + model.heard();
        });
        say(
                "twoInOneAnswer",
                () -> Cashier.call(
                        new ScriptedModel(
                                asks("charge", order("twoInOneAnswer"), "charge", order("twoInOneAnswer")),
                                says("done")),
                        new TillTools(false)));
        say(
                "twoTurns",
                () -> Cashier.call(
                        new ScriptedModel(charge("twoTurns"), charge("twoTurns"), says("done")), new TillTools(false)));
        say(
                "twoCalls",
                () -> Cashier.both(
                        new ScriptedModel(charge("twoCalls"), says("done")),
                        new ScriptedModel(charge("twoCalls"), says("done")),
                        new TillTools(false)));
        if (Version.HAS_TOOL_ADVISOR) {
            say(
                    "ownLoopTwoTurns",
                    () -> Cashier.call(
                            new ScriptedModel(
                                    Version.optionsWithoutLoop(),
                                    charge("ownLoopTwoTurns"),
                                    charge("ownLoopTwoTurns"),
                                    says("done")),
                            new TillTools(false),
                            new OwnLoop()));
            say(
                    "toolAdvisorTwoTurns",
                    () -> Cashier.call(
                            new ScriptedModel(
                                    charge("toolAdvisorTwoTurns"), charge("toolAdvisorTwoTurns"), says("done")),
                            new TillTools(false),
                            Extras.toolLoop()));
        }
    }

    private static void validations() {
        if (!Version.HAS_VALIDATION) {
            return;
        }
        for (int bad : new int[] {1, 3}) {
            String byDefault = "validated" + bad;
            say(byDefault, () -> Cashier.call(drafts(byDefault, bad, GOOD), new TillTools(false), Extras.validation()));
            String outside = "validatedOutside" + bad;
            say(
                    outside,
                    () -> Cashier.call(drafts(outside, bad, GOOD), new TillTools(false), Extras.validation(OUTSIDE)));
            String advised = "validatedOutsideAdvisor" + bad;
            say(
                    advised,
                    () -> Cashier.call(
                            drafts(advised, bad, GOOD),
                            new TillTools(false),
                            Extras.validation(OUTSIDE),
                            Extras.toolLoop()));
            String inside = "validatedInsideAdvisor" + bad;
            say(
                    inside,
                    () -> Cashier.call(
                            drafts(inside, bad, GOOD), new TillTools(false), Extras.validation(), Extras.toolLoop()));
        }
    }

    /** Charges, and gives this many answers that will not do before a good one. */
    private static ScriptedModel drafts(String customer, int bad, String good) {
        List<ScriptedModel.Line> answers = new ArrayList<>(Collections.nCopies(bad, says("again")));
        answers.add(says(good));
        return ScriptedModel.working(charge(customer), answers.toArray(ScriptedModel.Line[]::new));
    }

    private static void judges() {
        if (!Version.HAS_TOOL_ADVISOR) {
            return;
        }
        for (int order : new int[] {OUTSIDE, INSIDE}) {
            String where = order == OUTSIDE ? "Outside" : "Inside";
            String plain = "judged" + where;
            say(plain, () -> Cashier.call(drafts(plain, 2, "done"), new TillTools(false), new Judge(order)));
            String advised = "judged" + where + "Advisor";
            say(
                    advised,
                    () -> Cashier.call(
                            drafts(advised, 2, "done"), new TillTools(false), new Judge(order), Extras.toolLoop()));
            String streamed = "streamJudged" + where;
            say(streamed, () -> Cashier.stream(drafts(streamed, 2, "done"), new TillTools(false), new Judge(order)));
            String both = "streamJudged" + where + "Advisor";
            say(
                    both,
                    () -> Cashier.stream(
                            drafts(both, 2, "done"), new TillTools(false), new Judge(order), Extras.toolLoop()));
        }
    }

    private static void streams() {
        say(
                "streamAfter",
                () -> Cashier.streamAndCharge(
                        new ScriptedModel(says("done")), new TillTools(false), "cus_streamAfter"));
        say("stream", () -> Cashier.stream(new ScriptedModel(charge("stream"), says("done")), new TillTools(false)));
        say(
                "streamThrown",
                () -> Cashier.stream(
                        new ScriptedModel(charge("streamThrown"), charge("streamThrown"), says("done")),
                        new TillTools(true)));
        say(
                "streamTwoInOneAnswer",
                () -> Cashier.stream(
                        new ScriptedModel(
                                asks("charge", order("streamTwoInOneAnswer"), "charge", order("streamTwoInOneAnswer")),
                                says("done")),
                        new TillTools(false)));
        say(
                "streamTwoTurns",
                () -> Cashier.stream(
                        new ScriptedModel(charge("streamTwoTurns"), charge("streamTwoTurns"), says("done")),
                        new TillTools(false)));
        say("crowd", Shop::crowd);
    }

    /** Many streams at once, half of them with another caller's tools. */
    private static String crowd() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < CROWD; i++) {
                ScriptedModel model =
                        new ScriptedModel(charge("crowd_" + (i % 2 == 0 ? "cashier_" : "desk_") + i), says("done"));
                Object tools = i % 2 == 0 ? new TillTools(false) : new Desk();
                boolean cashier = i % 2 == 0;
                all.add(pool.submit(() -> cashier ? Cashier.stream(model, tools) : Kiosk.stream(model, tools)));
            }
            int done = 0;
            for (Future<String> one : all) {
                done += "done".equals(one.get()) ? 1 : 0;
            }
            return String.valueOf(done);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Agents that are nobody's code, with tools that are somebody's. */
    private static void whose() {
        say("deskMethod", () -> Kiosk.call(new ScriptedModel(charge("deskMethod"), says("done")), new Desk()));
        say("deskFunction", () -> Kiosk.call(new ScriptedModel(charge("deskFunction"), says("done")), Desk.function()));
        say("deskStream", () -> Kiosk.stream(new ScriptedModel(charge("deskStream"), says("done")), new Desk()));
    }

    /** Agents that are tools of agents. */
    private static void inside() {
        say(
                "helper",
                () -> Cashier.call(
                        new ScriptedModel(asks("help", "{}"), says("done")),
                        new Help(() -> Kiosk.call(working("helper"), new TillTools(false)))));
        say(
                "helperTwice",
                () -> Cashier.call(
                        new ScriptedModel(asks("help", "{}", "help", "{}"), says("done")),
                        new Help(() -> Kiosk.call(working("helperTwice"), new TillTools(false)))));
        say(
                "helperClerk",
                () -> Cashier.call(
                        new ScriptedModel(asks("help", "{}"), says("done")),
                        new Help(() -> Clerk.call(working("helperClerk"), new TillTools(false)))));
        say(
                "streamHelperClerk",
                () -> Cashier.stream(
                        new ScriptedModel(asks("help", "{}"), says("done")),
                        new Help(() -> Clerk.call(working("streamHelperClerk"), new TillTools(false)))));
        if (Version.HAS_TOOL_ADVISOR) {
            say(
                    "helperJudged",
                    () -> Cashier.call(
                            new ScriptedModel(asks("help", "{}"), says("done")),
                            new Help(() -> Kiosk.call(
                                    drafts("helperJudged", 2, "done"), new TillTools(false), new Judge(OUTSIDE)))));
            say(
                    "streamHelperJudged",
                    () -> Cashier.stream(
                            new ScriptedModel(asks("help", "{}"), says("done")),
                            new Help(() -> Kiosk.stream(
                                    drafts("streamHelperJudged", 2, "done"),
                                    new TillTools(false),
                                    new Judge(OUTSIDE)))));
            say(
                    "judgedWithHelper",
                    () -> Cashier.call(
                            ScriptedModel.working(asks("help", "{}"), says("again"), says("done")),
                            new Help(() -> Kiosk.call(working("judgedWithHelper"), new TillTools(false))),
                            new Judge(OUTSIDE)));
        }
    }

    private static ScriptedModel working(String customer) {
        return ScriptedModel.working(charge(customer), says("done"));
    }

    private static void refusals() {
        String much = "{\"customer\": \"cus_refused\", \"cents\": 900000}";
        say("refused", () -> {
            ScriptedModel model = new ScriptedModel(asks("charge", much), says("done"));
            return Cashier.call(model, new TillTools(false)) + " " + model.heard();
        });
        say("refusedFunction", () -> {
            ScriptedModel model = new ScriptedModel(asks("charge", much), says("done"));
            return Cashier.call(model, jammedFunction()) + " " + model.heard();
        });
        say("refusedOpenly", () -> {
            ScriptedModel model = new ScriptedModel(asks("chargeOpenly", much), says("done"));
            return Cashier.call(model, new TillTools(false)) + " " + model.heard();
        });
    }

    private static ToolCallback jammedFunction() {
        AtomicBoolean jammed = new AtomicBoolean(true);
        return FunctionToolCallback.builder("charge", (Desk.Order order) -> {
                    try {
                        String id = Till.charge(order.customer(), order.cents());
                        if (jammed.getAndSet(false)) {
                            throw new IllegalStateException("the receipt printer is jammed");
                        }
                        return id;
                    } catch (StripeException e) {
                        throw new IllegalStateException(e.getMessage(), e);
                    }
                })
                .description("charges a customer")
                .inputType(Desk.Order.class)
                .build();
    }

    private static ScriptedModel.Line charge(String customer) {
        return asks("charge", order(customer));
    }

    private static String order(String customer) {
        return "{\"customer\": \"cus_" + customer + "\", \"cents\": 2900}";
    }

    private static void say(String scene, Callable<?> work) {
        String outcome;
        try {
            outcome = String.valueOf(work.call());
        } catch (Throwable e) {
            outcome = e.getClass().getSimpleName() + " " + e.getMessage();
        }
        System.out.println(scene + "=" + outcome.replace('\n', ' '));
    }
}
