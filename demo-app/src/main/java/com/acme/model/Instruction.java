// SPDX-License-Identifier: Apache-2.0
package com.acme.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing a prompt asks for.
 *
 * @param tool charge or refund
 * @param cents the amount
 * @param target the customer or the charge
 * @param reason what a charge is for; empty for a refund
 */
record Instruction(String tool, long cents, String target, String reason) {
    private static final Pattern FORM = Pattern.compile(
            "(charge) ([0-9]+\\.[0-9]{2}) USD to (cus_\\w+) for ([\\w ]+)|(refund) ([0-9]+\\.[0-9]{2}) USD of (ch_\\w+)");

    static List<Instruction> in(String prompt) {
        List<Instruction> found = new ArrayList<>();
        Matcher matcher = FORM.matcher(prompt);
        while (matcher.find()) {
            found.add(
                    matcher.group(1) == null
                            ? new Instruction("refund", cents(matcher.group(6)), matcher.group(7), "")
                            : new Instruction("charge", cents(matcher.group(2)), matcher.group(3), matcher.group(4)));
        }
        return found;
    }

    private static long cents(String amount) {
        return new BigDecimal(amount).movePointRight(2).longValueExact();
    }

    /** Like any model this one words a description anew when it is asked anew; what is paid by whom stays the same. */
    ToolExecutionRequest toolCall(int number, boolean receipts) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("cents", cents);
        if (tool.equals("charge")) {
            arguments.put("customer", target).put("description", receipts ? reason + ", receipt to follow" : reason);
        } else {
            arguments.put("charge", target);
        }
        return ToolExecutionRequest.builder()
                .id("call_" + number)
                .name(tool)
                .arguments(arguments.toString())
                .build();
    }
}
