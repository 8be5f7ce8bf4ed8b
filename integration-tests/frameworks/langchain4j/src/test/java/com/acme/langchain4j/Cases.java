// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

import static com.acme.langchain4j.Script.call;
import static com.acme.langchain4j.Script.charge;

import com.acme.langchain4j.billing.BillingTools;
import com.acme.langchain4j.billing.Desk;
import com.acme.langchain4j.billing.Till;
import com.acme.langchain4j.desk.DeskAssistant;
import com.acme.langchain4j.desk.StreamingDesk;
import com.acme.langchain4j.orders.OrderAssistant;
import com.acme.langchain4j.packed.PackedAssistant;
import com.acme.langchain4j.shared.SharedTools;
import com.stripe.Stripe;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Goes through everything that a version can do once, and prints what came of it: {@code case=outcome}. Each case has its own customer. */
public final class Cases {

    private Cases() {}

    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        Stripe.apiKey = System.getProperty("app.key");
        tools();
        streams();
        callers();
        if (has("dev.langchain4j.service.guardrail.OutputGuardrails")) {
            GuardedCases.all();
        }
        if (has("dev.langchain4j.agentic.AgenticServices")) {
            com.acme.langchain4j.agentic.AgenticCases.all();
        }
        System.exit(0);
    }

    private static void tools() throws Exception {
        say("once", () -> assistant(Script.of(charge("cus_once", 500), "done"), new BillingTools()));
        say("error", () -> assistant(breaking("cus_error"), new BillingTools()));
        say(
                "reworded",
                () -> assistant(
                        Script.of(
                                AiMessage.from(call("chargeAndBreak", "cus_reworded", 500, "a chair")),
                                AiMessage.from(call("chargeAndBreak", "cus_reworded", 500, "one nice chair")),
                                "done"),
                        new BillingTools()));
        say(
                "twice",
                () -> assistant(
                        Script.of(
                                AiMessage.from(
                                        call("charge", "cus_twice", 500, "a chair"),
                                        call("charge", "cus_twice", 500, "a chair")),
                                "done"),
                        new BillingTools()));
        say(
                "calls",
                () -> assistant(Script.of(charge("cus_calls", 500), "done"), new BillingTools())
                        + assistant(Script.of(charge("cus_calls", 500), "done"), new BillingTools()));
        say(
                "served",
                () -> new Desk()
                        .serve(
                                () -> assistant(Script.of(charge("cus_served", 500), "done"), new BillingTools()),
                                () -> assistant(Script.of(charge("cus_served", 500), "done"), new BillingTools())));
        say("swallowed", () -> {
            BillingTools tools = new BillingTools();
            Method method = BillingTools.class.getMethod("chargeAndBreak", String.class, long.class, String.class);
            return AiServices.builder(Assistant.class)
                    .chatModel(breaking("cus_swallowed").model())
                    .tools(Map.of(
                            ToolSpecifications.toolSpecificationFrom(method), new DefaultToolExecutor(tools, method)))
                    .build()
                    .chat("charge");
        });
        say("refused", () -> {
            Script script = Script.of(charge("cus_refused", 999_99), "sorry");
            return assistant(script, new BillingTools()) + " " + script.told();
        });
    }

    private static void streams() throws Exception {
        say("streamed", () -> streamed(Script.of(charge("cus_streamed", 500), "done"), StreamingAssistant.class));
        say("streamederror", () -> streamed(breaking("cus_streamederror"), StreamingAssistant.class));
        say("streamedagain", () -> {
            // The model breaks off after the tool, and the application asks again: another run.
            String first = streamed(
                    Script.of(charge("cus_streamedagain", 500), new IllegalStateException("hung up")),
                    StreamingAssistant.class);
            return first + " "
                    + streamed(Script.of(charge("cus_streamedagain", 500), "done"), StreamingAssistant.class);
        });
        say(
                "streamedretried",
                () -> new Desk()
                        .serve(
                                () -> streamed(
                                        Script.of(
                                                charge("cus_streamedretried", 500),
                                                new IllegalStateException("hung up")),
                                        StreamingAssistant.class),
                                () -> streamed(
                                        Script.of(charge("cus_streamedretried", 500), "done"),
                                        StreamingAssistant.class)));
        say(
                "streamedtwice",
                () -> new Desk()
                        .serve(
                                () -> streamed(
                                        Script.of(charge("cus_streamedtwice", 500), "done"), StreamingAssistant.class),
                                () -> streamed(
                                        Script.of(charge("cus_streamedtwice", 500), "done"),
                                        StreamingAssistant.class)));
    }

    private static void callers() throws Exception {
        say(
                "class",
                () -> AiServices.builder(DeskAssistant.class)
                        .chatModel(Script.of(charge("cus_class", 500), "done").model())
                        .tools(new SharedTools())
                        .build()
                        .chat("charge"));
        say(
                "package",
                () -> AiServices.builder(PackedAssistant.class)
                        .chatModel(Script.of(charge("cus_package", 500), "done").model())
                        .tools(new SharedTools())
                        .build()
                        .chat("charge"));
        say(
                "annotation",
                () -> AiServices.builder(MarkedAssistant.class)
                        .chatModel(
                                Script.of(charge("cus_annotation", 500), "done").model())
                        .tools(new SharedTools())
                        .build()
                        .chat("charge"));
        say("order", () -> {
            OrderAssistant orders = AiServices.builder(OrderAssistant.class)
                    .chatModel(Script.of(charge("cus_order", 500), "done", charge("cus_order", 500), "done")
                            .model())
                    .tools(new SharedTools())
                    .build();
            return orders.handle("order-7") + orders.handle("order-7");
        });
        say(
                "unbounderror",
                () -> AiServices.builder(DeskAssistant.class)
                        .chatModel(breaking("cus_unbounderror").model())
                        .tools(new SharedTools())
                        .build()
                        .chat("charge"));
        say("unboundswallowed", () -> {
            SharedTools tools = new SharedTools();
            Method method = SharedTools.class.getMethod("chargeAndBreak", String.class, long.class, String.class);
            return AiServices.builder(DeskAssistant.class)
                    .chatModel(breaking("cus_unboundswallowed").model())
                    .tools(Map.of(
                            ToolSpecifications.toolSpecificationFrom(method), new DefaultToolExecutor(tools, method)))
                    .build()
                    .chat("charge");
        });
        say("streamedclass", () -> {
            StreamingDesk desk = AiServices.builder(StreamingDesk.class)
                    .streamingChatModel(
                            Script.of(charge("cus_streamedclass", 500), "done").streaming())
                    .tools(new SharedTools())
                    .build();
            return answer(desk.chat("charge"));
        });
        say("nobody", () -> {
            Script script = Script.of(charge("cus_nobody", 500), "sorry");
            return assistant(script, new SharedTools()) + " " + script.told();
        });
    }

    static Script breaking(String customer) {
        return Script.of(
                AiMessage.from(call("chargeAndBreak", customer, 500, "a chair")),
                AiMessage.from(call("chargeAndBreak", customer, 500, "a chair")),
                "done");
    }

    static String assistant(Script script, Object tools) {
        return AiServices.builder(Assistant.class)
                .chatModel(script.model())
                .tools(tools)
                .build()
                .chat("charge");
    }

    private static String streamed(Script script, Class<StreamingAssistant> type) throws Exception {
        return answer(AiServices.builder(type)
                .streamingChatModel(script.streaming())
                .tools(new BillingTools())
                .build()
                .chat("charge"));
    }

    static String answer(TokenStream stream) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        stream.onPartialResponse(part -> {})
                .onCompleteResponse(
                        response -> answer.complete(response.aiMessage().text()))
                .onError(error -> answer.complete("failed: " + error.getMessage()))
                .start();
        return answer.get(30, TimeUnit.SECONDS);
    }

    static Till till(String customer) {
        return new Till(customer);
    }

    static ToolSpecification specification(String name) {
        return ToolSpecification.builder().name(name).description("charges").build();
    }

    static boolean has(String type) {
        try {
            Class.forName(type, false, Cases.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    public static void say(String scene, Callable<String> work) {
        String outcome;
        try {
            outcome = work.call();
        } catch (Exception e) {
            outcome = "failed: " + e;
        }
        System.out.println(scene + "=" + String.valueOf(outcome).replaceAll("\\s+", " "));
    }
}
