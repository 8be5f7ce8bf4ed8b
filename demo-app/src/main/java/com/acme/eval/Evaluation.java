// SPDX-License-Identifier: Apache-2.0
package com.acme.eval;

import com.acme.billing.BillingAgent;
import com.acme.billing.ReceiptBook;
import dev.langchain4j.model.chat.ChatModel;
import java.util.ArrayList;
import java.util.List;

/** Scores the billing agent on examples. The tools it calls are the real ones. */
public final class Evaluation {
    private final ChatModel model;

    public Evaluation(ChatModel model) {
        this.model = model;
    }

    /** How many of the answers were what was hoped for. */
    public record Score(int passed, int examples) {}

    /** So many orders, each for a customer of its own. */
    public static List<String> examples(int count) {
        List<String> examples = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            examples.add(String.format("charge 5.00 USD to cus_eval_%02d for example %d\nAnswer with receipts.", i, i));
        }
        return examples;
    }

    /** Runs the agent once for each example. */
    public Score run(List<String> examples) {
        BillingAgent agent = new BillingAgent(model, ReceiptBook.reliable());
        int passed = 0;
        for (String example : examples) {
            if (agent.bill(example).matches("Receipts: ch_\\w+\\.")) {
                passed++;
            }
        }
        return new Score(passed, examples.size());
    }
}
