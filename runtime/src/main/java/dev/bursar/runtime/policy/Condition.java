// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of one parameter. Every part that is set must hold; a parameter that is absent satisfies all but {@code required}.
 *
 * @param max the most it may be, as an amount in the request's own currency, which must be this one's; {@code null} for no limit
 * @param like a glob in which {@code *} stands for any characters; {@code null} for any value
 * @param required whether it must be present
 * @param forbidden whether it, and anything nested in it, must be absent
 * @param assume what to hold if the request states no amount; {@code null}: such a call is refused if it moves money
 * @param place where it stands
 */
public record Condition(
        @Nullable Money max,
        @Nullable String like,
        boolean required,
        boolean forbidden,
        @Nullable Money assume,
        Place place) {}
