// SPDX-License-Identifier: Apache-2.0
package com.acme.adk;

import static com.acme.adk.Agents.agent;
import static com.acme.adk.Agents.execute;
import static com.acme.adk.Agents.runner;
import static com.acme.adk.Agents.tool;
import static com.acme.adk.ScriptedLlm.calls;
import static com.acme.adk.ScriptedLlm.says;
import static com.acme.adk.ScriptedLlm.together;

import com.acme.adk.billing.BillingTools;
import com.acme.adk.billing.Desk;
import com.acme.adk.refunds.RefundTools;
import com.google.adk.agents.LlmAgent;
import com.google.adk.agents.ParallelAgent;
import com.google.adk.agents.SequentialAgent;
import com.google.adk.events.Event;
import com.google.adk.runner.Runner;
import com.google.adk.tools.AgentTool;
import com.google.genai.types.Part;
import com.stripe.Stripe;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every case one after the other, each for a customer of its own name, so that the vendor can tell how often each was charged. Arguments: the
 * vendor's base URL; a key of the application's own or `-`; a charge to refund.
 */
public final class Cases {

    private static final long AMOUNT = 1_000;

    private final BillingTools billing = new BillingTools();
    private final RefundTools refunds = new RefundTools();
    private final String charge;

    private Cases(String charge) {
        this.charge = charge;
    }

    public static void main(String[] arguments) throws Exception {
        Stripe.overrideApiBase(arguments[0]);
        if (!arguments[1].equals("-")) {
            Stripe.apiKey = arguments[1];
        }
        Cases cases = new Cases(arguments[2]);
        cases.run("thrown", cases::thrown);
        cases.run("failed", cases::failed);
        cases.run("failed_after", cases::failedAfter);
        cases.run("agent_tool_failed", cases::agentToolFailed);
        cases.run("retry", cases::retry);
        cases.run("retry_when", cases::retryWhen);
        cases.run("single_retry", cases::singleRetry);
        cases.run("retry_agent_tool", cases::retryAgentTool);
        cases.run("retry_subscribed", cases::retrySubscribed);
        cases.run("live", cases::live);
        cases.run("by_hand", cases::byHand);
        cases.run("equal", cases::equal);
        cases.run("equal_later", cases::equalLater);
        cases.run("equal_subscribed", cases::equalSubscribed);
        cases.run("agent_tool_twice", cases::agentToolTwice);
        cases.run("loop", cases::loop);
        cases.run("parallel", cases::parallel);
        cases.run("sequential", cases::sequential);
        cases.run("two_runs", cases::twoRuns);
        cases.refusals();
        System.exit(0);
    }

    private interface Case {
        void play(String customer) throws Exception;
    }

    private void run(String name, Case body) throws Exception {
        try {
            body.play("cus_" + name);
            System.out.println(name + "=done");
        } catch (Exception e) {
            System.out.println(name + "=" + e);
            e.printStackTrace();
        }
    }

    private static void await(Flowable<Event> execution) {
        execution.timeout(60, TimeUnit.SECONDS).blockingSubscribe(event -> {}, failure -> {
            throw new IllegalStateException(failure);
        });
    }

    private static List<Part> charging(String tool, String customer) {
        return calls(tool, Map.of("customer", customer, "amount", AMOUNT));
    }

    private LlmAgent once(String tool, String customer) {
        return agent("billing", new ScriptedLlm(charging(tool, customer), says("done")), tool(billing, tool));
    }

    private LlmAgent twice(String tool, String customer) {
        return agent(
                "billing",
                new ScriptedLlm(charging(tool, customer), charging(tool, customer), says("done")),
                tool(billing, tool));
    }

    private void thrown(String customer) {
        await(execute(runner(twice("chargeBadly", customer))));
    }

    private void failed(String customer) {
        await(execute(runner(twice("chargeBadlyLater", customer))));
    }

    private void failedAfter(String customer) {
        await(execute(runner(twice("chargeThenFailLater", customer))));
    }

    /** The inner agent is not told, so that it is the agent as a tool that fails. */
    private void agentToolFailed(String customer) {
        LlmAgent inner = agent(
                "billing",
                new ScriptedLlm(charging("chargeBadlyLater", customer), says("done")),
                tool(billing, "chargeBadlyLater"));
        List<Part> ask = calls("billing", Map.of("request", "charge"));
        // The first execution of the inner agent ends in its first turn.
        LlmAgent outer = agent("front", new ScriptedLlm(ask, ask, ask, says("done")), AgentTool.create(inner));
        await(execute(runner(outer)));
    }

    /** What an output check does that is not content with the first answer. */
    private static Flowable<Event> unsatisfiedOnce(Flowable<Event> execution) {
        AtomicInteger tries = new AtomicInteger();
        return execution.concatWith(Flowable.defer(() -> tries.getAndIncrement() == 0
                ? Flowable.error(new IllegalStateException("not as wanted"))
                : Flowable.empty()));
    }

    private void retry(String customer) {
        await(unsatisfiedOnce(execute(runner(once("charge", customer)))).retry(2));
    }

    private void retryWhen(String customer) {
        await(unsatisfiedOnce(execute(runner(once("chargeLater", customer))))
                .retryWhen(failures -> failures.delay(10, TimeUnit.MILLISECONDS)));
    }

    private void singleRetry(String customer) {
        unsatisfiedOnce(execute(runner(once("charge", customer))))
                .toList()
                .subscribeOn(Schedulers.io())
                .retry((count, failure) -> count < 3)
                .timeout(60, TimeUnit.SECONDS)
                .ignoreElement()
                .blockingAwait();
    }

    private void retryAgentTool(String customer) {
        LlmAgent outer = agent(
                "front",
                new ScriptedLlm(calls("billing", Map.of("request", "charge")), says("done")),
                AgentTool.create(once("charge", customer)));
        await(unsatisfiedOnce(execute(runner(outer))).retry(2));
    }

    private void retrySubscribed(String customer) {
        List<Part> both = together(charging("charge", customer), charging("charge", customer + "_too"));
        Runner runner = runner(agent("billing", new ScriptedLlm(both, says("done")), tool(billing, "charge")));
        await(unsatisfiedOnce(execute(runner, Agents.eachOnAThread())).retry(2));
    }

    private void live(String customer) {
        Runner runner = runner(once("charge", customer));
        await(unsatisfiedOnce(Agents.live(runner)).retry(2));
    }

    private void byHand(String customer) {
        Runner runner = runner(once("charge", customer));
        AtomicInteger tries = new AtomicInteger();
        new Desk(() -> {
                    await(execute(runner));
                    return tries.incrementAndGet() == 2;
                })
                .bill();
    }

    private void equal(String customer) {
        List<Part> one = charging("charge", customer);
        await(execute(
                runner(agent("billing", new ScriptedLlm(together(one, one), says("done")), tool(billing, "charge")))));
    }

    private void equalLater(String customer) {
        List<Part> one = charging("chargeLater", customer);
        await(execute(runner(
                agent("billing", new ScriptedLlm(together(one, one), says("done")), tool(billing, "chargeLater")))));
    }

    private void equalSubscribed(String customer) {
        List<Part> one = charging("charge", customer);
        Runner runner =
                runner(agent("billing", new ScriptedLlm(together(one, one), says("done")), tool(billing, "charge")));
        await(execute(runner, Agents.eachOnAThread()));
    }

    private void agentToolTwice(String customer) {
        List<Part> ask = calls("billing", Map.of("request", "charge"));
        await(execute(runner(
                agent("front", new ScriptedLlm(ask, ask, says("done")), AgentTool.create(once("charge", customer))))));
    }

    private void loop(String customer) throws ReflectiveOperationException {
        await(execute(runner(Agents.loop(2, once("charge", customer)))));
    }

    private void parallel(String customer) {
        await(execute(runner(ParallelAgent.builder()
                .name("both")
                .subAgents(List.of(once("chargeLater", customer), refunding(100, "refund")))
                .build())));
    }

    private void sequential(String customer) {
        await(execute(runner(SequentialAgent.builder()
                .name("both")
                .subAgents(List.of(once("charge", customer), refunding(200, "refundLater")))
                .build())));
    }

    /** Two executions, one begun where the other ends, are two runs. */
    private void twoRuns(String customer) {
        Runner runner = runner(once("charge", customer));
        await(Flowable.range(0, 2).concatMap(i -> execute(runner)));
    }

    private LlmAgent refunding(long amount, String tool) {
        return agent("refunds", refundModel(amount, tool), tool(refunds, tool));
    }

    private ScriptedLlm refundModel(long amount, String tool) {
        return new ScriptedLlm(calls(tool, Map.of("charge", charge, "amount", amount)), says("done"));
    }

    /** More than the policy allows: what the model is told, by each way a tool can fail. */
    private void refusals() {
        for (String tool : List.of("refund", "refundLater", "refundCarefully")) {
            ScriptedLlm model = refundModel(900, tool);
            await(execute(runner(agent("refunds", model, tool(refunds, tool)))));
            System.out.println(
                    "told_" + tool + "=" + String.join(" ", model.heard()).replaceAll("\\s+", " "));
        }
    }
}
