// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says of one caller.
 *
 * @param name the caller's name
 * @param place where the caller is defined
 * @param is whose code it is
 * @param runs methods that open a run
 * @param attempts methods that begin an attempt
 * @param credential {@code env:NAME} or {@code file:/path}: where the real key comes from; {@code null} if the caller has none, and then
 *     nothing of it can be sent
 * @param vaultKey what code may present in its place; {@code null} for none
 * @param account the only connected account it may act for; {@code null} for the platform's own alone
 * @param expires from when on every call is refused; {@code null} for never
 * @param revoked whether every call is refused
 * @param mode stricter or looser than the policy's; {@code null} for the policy's
 * @param allow what it may do
 * @param caps all of them must hold
 * @param alerts the shares of each cap, in per cent, at which an alert is raised; ascending
 * @param idempotency what makes two calls one action
 */
public record CallerPolicy(
        String name,
        Place place,
        List<Binding> is,
        List<RunPattern> runs,
        List<MethodPattern> attempts,
        @Nullable String credential,
        @Nullable String vaultKey,
        @Nullable String account,
        @Nullable Instant expires,
        boolean revoked,
        @Nullable Mode mode,
        List<Rule> allow,
        List<Cap> caps,
        List<Integer> alerts,
        IdempotencySettings idempotency) {}
