// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import org.jspecify.annotations.Nullable;

/**
 * A clear no, in the shape that a refused caller sees.
 *
 * @param status the HTTP status: 401 nobody, revoked or expired; 403 not allowed; 409 same key, other parameters; 429 cap reached; 503
 *     cannot record or count
 * @param code begins with {@code bursar_}
 * @param message one sentence a person or a model can act on; no secrets
 * @param rule the policy's file and line the refusal rests on, such as {@code bursar.yaml:31}; {@code null} if it rests on none
 */
public record Refusal(
        int status, String code, String message, @Nullable String rule) {}
