// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A request that Stripe would not carry out, in Stripe's own shape. */
final class ApiError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean remembered;
    private final transient ObjectNode error;

    /** @param remembered whether execution had begun, so that an idempotency key keeps this answer */
    private ApiError(int status, boolean remembered, String type, @Nullable String code, String message) {
        super(message);
        this.status = status;
        this.remembered = remembered;
        this.error = JsonNodeFactory.instance.objectNode();
        error.put("type", type);
        error.put("message", message);
        if (code != null) {
            error.put("code", code);
        }
    }

    static ApiError invalid(String code, String param, String message) {
        return new ApiError(400, false, "invalid_request_error", code, message).with("param", param);
    }

    /** A 400 found while executing, such as a refund of more than is left. */
    static ApiError impossible(String code, String message) {
        return new ApiError(400, true, "invalid_request_error", code, message);
    }

    static ApiError missing(String kind, String id) {
        return new ApiError(
                        404, false, "invalid_request_error", "resource_missing", "No such " + kind + ": '" + id + "'")
                .with("param", "id");
    }

    static ApiError unknownUrl(String method, String path) {
        return new ApiError(
                404, false, "invalid_request_error", null, "Unrecognized request URL (" + method + ": " + path + ").");
    }

    static ApiError nobody(String message) {
        return new ApiError(401, false, "invalid_request_error", null, message);
    }

    static ApiError forbidden(String keyName, String permission) {
        return new ApiError(
                403,
                false,
                "invalid_request_error",
                "more_permissions_required",
                "The provided key '" + keyName
                        + "' does not have the required permissions for this endpoint. Having the '" + permission
                        + "' permission would allow this request to continue.");
    }

    static ApiError declined(String chargeId) {
        return new ApiError(402, true, "card_error", "card_declined", "Your card was declined.")
                .with("decline_code", "generic_decline")
                .with("charge", chargeId);
    }

    static ApiError keyReused(String key) {
        return new ApiError(
                400,
                false,
                "idempotency_error",
                null,
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try"
                        + " using a key other than '" + key + "' if you meant to execute a different request.");
    }

    static ApiError keyInUse(String key) {
        return new ApiError(
                409,
                false,
                "invalid_request_error",
                "idempotency_key_in_use",
                "There is currently another in-progress request using this Idempotent Key '" + key + "'.");
    }

    /** @param executed whether the operation was carried out all the same */
    static ApiError failed(int status, boolean executed) {
        boolean limited = status == 429;
        return new ApiError(
                status,
                executed || status == 500,
                limited ? "invalid_request_error" : "api_error",
                limited ? "rate_limit" : null,
                "An unknown error occurred");
    }

    private ApiError with(String field, String value) {
        error.put(field, value);
        return this;
    }

    boolean remembered() {
        return remembered;
    }

    Answer answer() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        return Answer.json(status, body);
    }
}
