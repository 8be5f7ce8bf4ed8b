// SPDX-License-Identifier: Apache-2.0
package com.acme.semantickernel;

import static com.acme.semantickernel.ScriptedModel.BROKEN;
import static com.acme.semantickernel.ScriptedModel.calls;
import static com.acme.semantickernel.ScriptedModel.says;

import com.acme.semantickernel.billing.BillingTools;
import com.acme.semantickernel.refunds.RefundTools;
import com.azure.ai.openai.OpenAIClientBuilder;
import com.azure.core.credential.KeyCredential;
import com.microsoft.semantickernel.Kernel;
import com.microsoft.semantickernel.aiservices.openai.chatcompletion.OpenAIChatCompletion;
import com.microsoft.semantickernel.orchestration.InvocationContext;
import com.microsoft.semantickernel.orchestration.ToolCallBehavior;
import com.microsoft.semantickernel.plugin.KernelPluginFactory;
import com.microsoft.semantickernel.services.chatcompletion.ChatCompletionService;
import com.microsoft.semantickernel.services.chatcompletion.ChatHistory;
import com.stripe.Stripe;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Every case one after the other, each for a customer of its own name, so that the vendor can tell how often each was charged. Arguments: the
 * vendor's base URL; a key of the application's own or `-`; a charge to refund.
 */
public final class Cases {

    private final BillingTools billing = new BillingTools();
    private final RefundTools refunds = new RefundTools();

    private Cases() {}

    public static void main(String[] arguments) {
        Stripe.overrideApiBase(arguments[0]);
        if (!arguments[1].equals("-")) {
            Stripe.apiKey = arguments[1];
        }
        Cases cases = new Cases();
        String bad = charging("chargeBadly", "thrown");
        String badLater = charging("chargeBadlyLater", "failed");
        String asked = charging("charge", "asked_again");
        String askedTwice = charging("charge", "asked_again_twice");
        String equalLater = charging("charge", "equal_later");
        cases.await(cases.chat(new ScriptedModel(bad, bad, says("done"))));
        cases.await(cases.chat(new ScriptedModel(badLater, badLater, says("done"))));
        cases.await(cases.chat(new ScriptedModel(asked, BROKEN, asked, says("done"))));
        cases.await(cases.chat(new ScriptedModel(askedTwice, BROKEN, askedTwice, BROKEN, askedTwice, says("done"))));
        cases.await(unsatisfiedOnce(cases.chat(once("retry"))).retry(2));
        cases.await(
                unsatisfiedOnce(cases.chat(once("retry_when"))).retryWhen(Retry.fixedDelay(2, Duration.ofMillis(10))));
        cases.await(unsatisfiedOnce(cases.prompt(once("prompt"))).retry(2));
        cases.await(cases.chat(new ScriptedModel(calls("Billing-charge", "customer", "cus_equal", 2), says("done"))));
        cases.await(cases.chat(new ScriptedModel(equalLater, equalLater, says("done"))));
        Mono<?> twice = cases.chat(once("two_runs"));
        cases.await(twice);
        cases.await(twice);
        for (String function : List.of("refund", "refundLater", "refundCarefully")) {
            ScriptedModel model =
                    new ScriptedModel(calls("Refunds-" + function, "charge", arguments[2], 1), says("done"));
            cases.await(cases.chat(model));
            System.out.println("told_" + function + "=" + model.heard().get(1).replaceAll("\\s+", " "));
        }
        System.exit(0);
    }

    private static String charging(String function, String name) {
        return calls("Billing-" + function, "customer", "cus_" + name, 1);
    }

    private static ScriptedModel once(String name) {
        return new ScriptedModel(charging("charge", name), says("done"));
    }

    /** What an output check does that is not content with the first answer. */
    private static Mono<?> unsatisfiedOnce(Mono<?> execution) {
        AtomicInteger tries = new AtomicInteger();
        return execution.flatMap(answer -> tries.getAndIncrement() == 0
                ? Mono.error(new IllegalStateException("not as wanted"))
                : Mono.just(answer));
    }

    private void await(Mono<?> execution) {
        execution.block(Duration.ofSeconds(60));
    }

    private Mono<?> chat(ScriptedModel model) {
        ChatCompletionService service = service(model);
        ChatHistory history = new ChatHistory();
        history.addUserMessage("do it");
        return service.getChatMessageContentsAsync(
                history,
                kernel(service),
                InvocationContext.builder()
                        .withToolCallBehavior(ToolCallBehavior.allowAllKernelFunctions(true))
                        .build());
    }

    private Mono<?> prompt(ScriptedModel model) {
        return kernel(service(model))
                .invokePromptAsync("do it")
                .withToolCallBehavior(ToolCallBehavior.allowAllKernelFunctions(true));
    }

    private Kernel kernel(ChatCompletionService service) {
        return Kernel.builder()
                .withAIService(ChatCompletionService.class, service)
                .withPlugin(KernelPluginFactory.createFromObject(billing, "Billing"))
                .withPlugin(KernelPluginFactory.createFromObject(refunds, "Refunds"))
                .build();
    }

    private static ChatCompletionService service(ScriptedModel model) {
        return OpenAIChatCompletion.builder()
                .withModelId("m")
                .withOpenAIAsyncClient(new OpenAIClientBuilder()
                        .httpClient(model)
                        .credential(new KeyCredential("none"))
                        .buildAsyncClient())
                .build();
    }
}
