// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One fact for the journal, before it has a place in it. Absent fields are {@code null}. No field ever carries a secret or plain personal
 * data: parameters appear only as keyed hashes.
 *
 * @param time when it happened, UTC, to the microsecond
 * @param kind what it tells
 * @param call joins the entries of one logical call; {@code null} for entries of no call
 * @param caller the caller's name
 * @param run the run's id
 * @param attempt the number of the attempt within the run, from 1; 0 if none
 * @param site the application's method that made the call, {@code com.acme.Tool#charge:31}
 * @param vendor the vendor's name
 * @param operation as a policy writes it: {@code POST /v1/charges}
 * @param decision {@code allowed}, {@code refused}, or for an outcome {@code settled}, {@code refused}, {@code released},
 *     {@code unknown}, {@code replayed}
 * @param rule file and line of the rule that decided
 * @param reason the code of a refusal ({@code bursar_cap_reached}), or one sentence
 * @param amount held, moved or refused
 * @param key the idempotency key
 * @param bodyHash keyed hash of the whole request body, for telling a retry from drift
 * @param status the HTTP status
 * @param requestId the vendor's id of the request
 * @param objectId the id of the object made or changed
 * @param cap the cap whose balance follows, as a policy writes it
 * @param spent of that cap, millionths of its currency or calls; {@code null} without a cap
 * @param held as {@code spent}
 * @param limit as {@code spent}
 * @param policy hash of the policy in force
 * @param latencyNanos how long the call took; for a decision, how long Bursar took; 0 if not measured
 * @param count how many equal facts this entry stands for, from 1
 * @param outer the callers around {@code caller}, the nearest first, whose caps are charged too
 * @param capCaller whose cap it is, where it is not {@code caller}'s
 * @param trace the application's OpenTelemetry trace, 32 lower-case hex digits
 * @param span the span in it, 16 lower-case hex digits
 * @param reference the framework's own id of the execution
 * @param near the key of an earlier action that this one may be a duplicate of
 * @param labels what the application calls its work: {@code ticket=T-17 tenant=acme}
 * @param subject keyed hash of whom the call is about, such as the vendor's customer: equal for equal subjects of one state directory
 * @param sealed the request as it was sent, encrypted, so that it can be repeated; base64url text, at most {@link #LONGEST_SEALED}
 *     characters
 */
public record Entry(
        Instant time,
        Kind kind,
        @Nullable String call,
        @Nullable String caller,
        @Nullable String run,
        int attempt,
        @Nullable String site,
        @Nullable String vendor,
        @Nullable String operation,
        @Nullable String decision,
        @Nullable String rule,
        @Nullable String reason,
        @Nullable Money amount,
        @Nullable String key,
        @Nullable String bodyHash,
        @Nullable Integer status,
        @Nullable String requestId,
        @Nullable String objectId,
        @Nullable String cap,
        @Nullable Long spent,
        @Nullable Long held,
        @Nullable Long limit,
        @Nullable String policy,
        long latencyNanos,
        int count,
        List<Outer> outer,
        @Nullable String capCaller,
        @Nullable String trace,
        @Nullable String span,
        @Nullable String reference,
        @Nullable String near,
        @Nullable String labels,
        @Nullable String subject,
        @Nullable String sealed) {

    /** A longer sealed request cannot be recorded. */
    public static final int LONGEST_SEALED = 64 * 1024;

    /** More callers than this around the innermost one cannot be recorded. */
    public static final int MOST_OUTER = 15;

    /**
     * A caller around the innermost one.
     *
     * @param caller the caller's name
     * @param run the run in which it was entered
     */
    public record Outer(String caller, String run) {}

    public Entry {
        outer = List.copyOf(outer);
    }

    /** A new entry with nothing in it but these. */
    public static EntryBuilder at(Instant time, Kind kind) {
        return new EntryBuilder(time, kind);
    }

    /** An entry of no call, that says one sentence. */
    public static Entry of(Instant time, Kind kind, String reason) {
        return at(time, kind).reason(reason).build();
    }

    /** A copy to be changed. */
    public EntryBuilder change() {
        return new EntryBuilder(this);
    }
}
