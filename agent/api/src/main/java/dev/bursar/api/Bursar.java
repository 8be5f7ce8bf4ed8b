// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an application may tell Bursar, and ask it.
 *
 * <pre>{@code
 * String charge = Bursar.as("billing").run("order-42", () -> agent.bill(order));
 * }</pre>
 *
 * <p>Each method runs the work it is given at once, on the calling thread, and hands on what the work returns or throws. Work that it gives to
 * other threads stays inside. Where the agent is absent the work simply runs, and there is nothing to be asked: see {@link #isPresent}.
 *
 * <p>Nothing here throws for Bursar's own reasons, as long as the agent fits: what is not allowed is refused when a vendor is called, by an
 * answer from that vendor's client. An agent that does not fit this version of the API makes these methods throw
 * {@link IllegalStateException} before any work runs.
 */
public final class Bursar {

    private Bursar() {}

    /**
     * The work that follows is a caller's, whatever code it is in: {@code Bursar.as("billing").run(...)} or {@code .call(...)}. Callers further out
     * stay on the stack, and each of them must be allowed what is done.
     *
     * @param caller the name of a caller in the policy; calls made as one that the policy does not know are refused
     * @throws NullPointerException if {@code caller} is {@code null}, with or without the agent
     */
    public static Caller as(String caller) {
        return new Caller(Objects.requireNonNull(caller, "caller"));
    }

    /**
     * One try of something that may be tried again: the next attempt of the innermost open run. Actions that the attempt before it took repeat
     * their idempotency keys, so that what was charged by a try that then failed is not charged by the next. It is what a retry loop written by
     * hand puts around its body:
     *
     * <pre>{@code
     * Bursar.as("billing").run(() -> {
     *     for (int left = 3; ; left--) {
     *         try {
     *             return Bursar.attempt(() -> charge(order));
     *         } catch (StripeException e) {
     *             if (left == 1) {
     *                 throw e;
     *             }
     *         }
     *     }
     * });
     * }</pre>
     *
     * <p>All attempts of one run repeat each other: give each loop a run of its own. Where no run is open nothing tells what an attempt repeats,
     * so vendor calls made inside it are refused.
     *
     * @return what {@code work} returns
     * @throws E what {@code work} throws
     */
    public static <T extends @Nullable Object, E extends Exception> T attempt(Work<T, E> work) throws E {
        Objects.requireNonNull(work, "work");
        return inside(Seam.enterAttempt(), work);
    }

    /**
     * As {@link #attempt(Work)}, for work that returns nothing.
     *
     * @throws E what {@code work} throws
     */
    public static <E extends Exception> void attempt(VoidWork<E> work) throws E {
        attempt(returningNothing(work));
    }

    /**
     * Everything inside is a rehearsal: calls to vendors are decided on, counted apart and answered here, and never sent. Nothing inside can make
     * them real again.
     *
     * <p>Where the agent is absent this rehearses nothing: the calls are real. What must never be real should ask {@link #isPresent} first.
     *
     * @return what {@code work} returns
     * @throws E what {@code work} throws
     */
    public static <T extends @Nullable Object, E extends Exception> T rehearse(Work<T, E> work) throws E {
        Objects.requireNonNull(work, "work");
        return inside(Seam.enterRehearsal(), work);
    }

    /**
     * As {@link #rehearse(Work)}, for work that returns nothing.
     *
     * @throws E what {@code work} throws
     */
    public static <E extends Exception> void rehearse(VoidWork<E> work) throws E {
        rehearse(returningNothing(work));
    }

    /**
     * The id of the run that a call made here and now would be recorded under: what stands as {@code run} in the journal. Empty where no run is
     * open, and without the agent. It holds no secret, and is fit for logs; in an application with SLF4J it is in the MDC already, as
     * {@code bursar.run}.
     */
    public static Optional<String> runId() {
        return Optional.ofNullable(Seam.runId());
    }

    /**
     * What was decided on the last call to a vendor that this thread made, for tests. Empty if it has made none, and without the agent. Another
     * thread's calls are never seen, and nothing forgets a decision but the next one and the thread's end.
     */
    public static Optional<Decision> lastDecision() {
        Map<String, String> known = Seam.lastDecision();
        return known == null ? Optional.empty() : Optional.of(Decision.of(known));
    }

    /** Whether the agent is attached to this JVM. */
    public static boolean isPresent() {
        return Seam.isPresent();
    }

    /** Runs work between entering and leaving. */
    static <T extends @Nullable Object, E extends Exception> T inside(@Nullable Object token, Work<T, E> work)
            throws E {
        if (token == null) {
            return work.run();
        }
        Object returned = null;
        Throwable thrown = null;
        try {
            T result = work.run();
            returned = result;
            return result;
        } catch (Throwable e) {
            thrown = e;
            throw e;
        } finally {
            Seam.leave(token, returned, thrown);
        }
    }

    static <E extends Exception> Work<Object, E> returningNothing(VoidWork<E> work) {
        Objects.requireNonNull(work, "work");
        return () -> {
            work.run();
            return Void.TYPE;
        };
    }
}
