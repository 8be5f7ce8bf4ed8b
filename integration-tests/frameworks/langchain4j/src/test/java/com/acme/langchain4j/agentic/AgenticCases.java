// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j.agentic;

import static com.acme.langchain4j.Cases.say;
import static com.acme.langchain4j.Script.charge;

import com.acme.langchain4j.Script;
import com.acme.langchain4j.billing.BillingTools;
import com.acme.langchain4j.shared.SharedTools;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.ErrorRecoveryResult;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.util.Map;

/** Agents that are steps of a workflow. */
public final class AgenticCases {

    private AgenticCases() {}

    public interface Biller {
        @UserMessage("bill {{order}}")
        @Agent("bills")
        String bill(@V("order") String order);
    }

    /** An agent that is plain code of nobody's, and breaks once after its tool has charged. */
    public static final class Machine {
        private final BillingTools tools = new BillingTools();
        private boolean failed;

        @Agent("charges")
        public String run(@V("order") String order) throws Exception {
            String charge = tools.charge(order, 500, "a chair");
            if (!failed) {
                failed = true;
                throw new IllegalStateException("the machine stopped, try again");
            }
            return charge;
        }
    }

    /** A whole workflow as one method, which the policy binds. */
    public interface Office {
        @Agent("runs the office")
        String serve(@V("order") String order);
    }

    public static void all() {
        say(
                "sequence",
                () -> invoke(AgenticServices.sequenceBuilder()
                        .subAgents(
                                biller(Script.of(charge("cus_sequence", 500), "done"), new BillingTools()),
                                biller(Script.of(charge("cus_sequence", 500), "done"), new BillingTools()))
                        .outputKey("bill")
                        .build()));
        say(
                "loop",
                () -> invoke(AgenticServices.loopBuilder()
                        .subAgents(biller(
                                Script.of(charge("cus_loop", 500), "done", charge("cus_loop", 500), "done"),
                                new BillingTools()))
                        .maxIterations(2)
                        .outputKey("bill")
                        .build()));
        say(
                "parallel",
                () -> invoke(AgenticServices.parallelBuilder()
                        .subAgents(
                                biller(Script.of(charge("cus_parallel", 500), "done"), new BillingTools()),
                                biller(Script.of(charge("cus_parallel", 600), "done"), new BillingTools()))
                        .outputKey("bill")
                        .build()));
        say(
                "recovered",
                () -> invoke(AgenticServices.sequenceBuilder()
                        .subAgents(biller(
                                Script.of(
                                        charge("cus_recovered", 500),
                                        new IllegalStateException("hung up"),
                                        charge("cus_recovered", 500),
                                        "done"),
                                new BillingTools()))
                        .errorHandler(error -> ErrorRecoveryResult.retry())
                        .outputKey("bill")
                        .build()));
        say(
                "machine",
                () -> invoke(
                        AgenticServices.sequenceBuilder()
                                .subAgents(new Machine())
                                .errorHandler(error -> ErrorRecoveryResult.retry())
                                .outputKey("bill")
                                .build(),
                        "cus_machine"));
        say(
                "office",
                () -> AgenticServices.sequenceBuilder(Office.class)
                        .subAgents(biller(Script.of(charge("cus_office", 500), "done"), new SharedTools()))
                        .outputKey("bill")
                        .build()
                        .serve("7"));
    }

    private static Biller biller(Script script, Object tools) {
        return AgenticServices.agentBuilder(Biller.class)
                .chatModel(script.model())
                .tools(tools)
                .outputKey("bill")
                .build();
    }

    private static String invoke(UntypedAgent agent) {
        return invoke(agent, "7");
    }

    private static String invoke(UntypedAgent agent, String order) {
        return String.valueOf(agent.invoke(Map.of("order", order)));
    }
}
