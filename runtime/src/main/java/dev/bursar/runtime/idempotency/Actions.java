// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of what became of each key, whether made here or set by the application. Thread-safe.
 *
 * <p>Each call that is {@link #admitted} ends in exactly one of {@code done}, {@link #refused}, {@link #released} and {@link #unknown}.
 * Done is final: what comes later is of another attempt, and takes nothing back.
 *
 * <p>{@code key}, {@code prior} and {@code objectId} throw {@link ActionsUnavailableException} where they cannot be answered; the others never
 * throw, but {@code restore}.
 */
public interface Actions {

    /**
     * As a call is to ask that moves money, or moves none: the second may be allowed to go on where others cannot be asked.
     */
    default Actions of(boolean movesMoney) {
        return this;
    }

    /**
     * The key that the {@code n}th equal action of an attempt must carry now: the same as ever, past those under which the vendor has
     * definitely refused it. A refused action has not happened, so its ordinal must be given back; otherwise a repeated run would find
     * the refused place empty and the later success in another one, and act twice.
     */
    String key(String run, String caller, String fingerprint, int n);

    /**
     * What is known of {@code key}, for a call that is about to carry it.
     *
     * @param bodyHash {@link Fingerprints#body} of that call
     * @param vendorMemory how long the vendor surely remembers a key
     */
    Prior prior(String key, String bodyHash, Instant now, Duration vendorMemory);

    /** What the call under {@code key} made or changed; {@code null} if that is not known. */
    @Nullable
    String objectId(String key);

    /** A call is about to be sent under {@code key}, in {@code run}, which is open from here until {@link #runClosed}. */
    void admitted(String key, String run, String bodyHash, Instant at);

    /** The vendor carried it out, and its answer is too large to be kept. */
    void done(String key, @Nullable String objectId);

    /**
     * The vendor carried it out.
     *
     * @param objectId what it made or changed; {@code null} if the answer does not say
     * @param body as the application saw it; kept only while the run is open
     */
    void done(String key, @Nullable String objectId, int status, List<Map.Entry<String, String>> headers, byte[] body);

    /**
     * The vendor has definitely refused the action itself, such as a declined card: the next equal call takes a new key. Not for answers
     * about one attempt alone (too many requests, a bad key, a conflict over a key in use, other parameters under a known key): those
     * say nothing of what an earlier attempt may have moved.
     */
    void refused(String key);

    /** This call was never sent after all: the key is what it was before it was admitted. */
    void released(String key);

    /** A timeout, a reset or a 5xx: an equal call repeats the key. */
    void unknown(String key);

    /** Nothing of the run will be asked again but by another run of the same id: its answers are forgotten, its keys are not. */
    void runClosed(String run);

    /**
     * Takes up what a journal has of a key, entry by entry in its order; a second time makes no difference.
     *
     * @param bodyHash {@code null} if the entry has none: no later call can then be told from drift
     * @param run the run it was used in; over by now
     * @param at of a key not known yet, when it was first used
     * @param state {@link State#IN_FLIGHT} when it was admitted, else the outcome
     */
    void restore(String key, String run, @Nullable String bodyHash, Instant at, State state, @Nullable String objectId);
}
