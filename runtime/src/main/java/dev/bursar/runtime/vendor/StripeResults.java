// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe's answer says became of a call. Money that was held is let go only where Stripe has surely refused: an error that is about the
 * idempotency key says nothing about the first call under that key, and so is unknown.
 */
final class StripeResults {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StripeResults() {}

    static Result of(Operation operation, Parameters parameters, int status, byte[] body, boolean whole) {
        if (status >= 200 && status < 300) {
            JsonNode answer = whole ? read(body) : MissingNode.getInstance();
            return new Result.Done(moved(operation, parameters, answer), id(answer.path("id")));
        }
        if (status < 400 || status >= 500) {
            return new Result.Unknown("stripe answered with status " + status);
        }
        JsonNode error = whole ? read(body).path("error") : MissingNode.getInstance();
        String type = word(error.path("type"));
        String code = word(error.isTextual() ? error : error.path("code"));
        if (status == 408 || status == 424) {
            return new Result.Unknown("stripe answered with status " + status + ", which does not say how far it came");
        }
        if ("idempotency_error".equals(type) || (code != null && code.startsWith("idempotency"))) {
            return new Result.Unknown("stripe has seen this idempotency key with another call");
        }
        // With an unreadable body these two may be about the key.
        if ((status == 400 || status == 409) && type == null && code == null) {
            return new Result.Unknown("stripe answered with status " + status + " and no error that can be read");
        }
        return new Result.Refused(code == null ? type : code);
    }

    /** What the object that an operation answers with says was moved; {@code null} if it does not say. */
    static @Nullable Money moved(Operation operation, Parameters parameters, JsonNode answer) {
        MoneyRow row = MoneyTable.byOperation().get(operation.text());
        if (row == null || (parameters.unreadable() == null && !row.moves().test(parameters))) {
            return null;
        }
        JsonNode currency = answer.at(row.answerCurrency());
        if (!currency.isTextual()) {
            return null;
        }
        Long amount = row.statedSettles() ? stated(row, parameters) : null;
        if (amount == null) {
            for (String pointer : row.answerAmounts()) {
                JsonNode found = answer.at(pointer);
                if (found.isIntegralNumber() && found.canConvertToLong() && found.longValue() != Long.MIN_VALUE) {
                    long size = Math.abs(found.longValue());
                    amount = amount == null ? size : Math.max(amount, size);
                }
            }
        }
        return amount == null ? null : StripeCurrencies.money(amount, currency.textValue());
    }

    private static @Nullable Long stated(MoneyRow row, Parameters parameters) {
        try {
            return row.stated() instanceof MoneyRow.Stated.In in
                    ? StripeCosts.amount(parameters, in.amount(), in.signed())
                    : null;
        } catch (UnreadableException e) {
            return null;
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** A code that is fit to be written down. */
    private static @Nullable String word(JsonNode node) {
        return node.isTextual() && node.textValue().matches("[a-zA-Z0-9_.-]{1,100}") ? node.textValue() : null;
    }

    static @Nullable String id(JsonNode node) {
        return node.isTextual() && node.textValue().matches("[a-zA-Z0-9_.:-]{1,255}") ? node.textValue() : null;
    }
}
