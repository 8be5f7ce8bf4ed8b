// SPDX-License-Identifier: Apache-2.0
package dev.bursar.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A caller of the policy, in whose name work is done; made by {@link Bursar#as}. It holds nothing but the name, so it may be kept, and shared
 * between threads.
 */
public final class Caller {

    private final String name;

    Caller(String name) {
        this.name = name;
    }

    /**
     * Does work as this caller, in a run that is the same one whenever and wherever it is repeated: after a crash, or on another machine, equal
     * actions repeat their idempotency keys. Entered again inside itself it begins its own next attempt.
     *
     * <p>Inside it equal actions count in order, so two deliberate equal charges stay two, and both are repeated when the run is.
     *
     * @param id what identifies the work among all this caller ever does, such as an order's number. In the journal it stands readable if it is at
     *     most 64 letters, digits and {@code . : _ -}, else as a hash. Blank identifies nothing: calls inside are then refused
     * @return what {@code work} returns; a {@code CompletionStage} keeps the run open until it completes
     * @throws E what {@code work} throws
     * @throws NullPointerException if {@code id} or {@code work} is {@code null}, with or without the agent
     */
    public <T extends @Nullable Object, E extends Exception> T run(String id, Work<T, E> work) throws E {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(work, "work");
        return Bursar.inside(Seam.enterRun(name, id), work);
    }

    /**
     * As {@link #run(String, Work)}, for work that returns nothing.
     *
     * @throws E what {@code work} throws
     */
    public <E extends Exception> void run(String id, VoidWork<E> work) throws E {
        run(id, Bursar.returningNothing(work));
    }

    /**
     * Does work as this caller, in a run of its own. Inside another run it is a part of that one and is repeated with it; else its id is random, so
     * that only its own attempts repeat anything.
     *
     * @return what {@code work} returns; a {@code CompletionStage} keeps the run open until it completes
     * @throws E what {@code work} throws
     */
    public <T extends @Nullable Object, E extends Exception> T run(Work<T, E> work) throws E {
        Objects.requireNonNull(work, "work");
        return Bursar.inside(Seam.enterRun(name, null), work);
    }

    /**
     * As {@link #run(Work)}, for work that returns nothing.
     *
     * @throws E what {@code work} throws
     */
    public <E extends Exception> void run(VoidWork<E> work) throws E {
        run(Bursar.returningNothing(work));
    }

    /**
     * Does work as this caller, and opens no run: it stands in the one that is open, as the body of a tool does. Where none is open, what is done
     * inside belongs together for as long as it lasts.
     *
     * @return what {@code work} returns
     * @throws E what {@code work} throws
     */
    public <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
        Objects.requireNonNull(work, "work");
        return Bursar.inside(Seam.enterCall(name), work);
    }

    /**
     * As {@link #call(Work)}, for work that returns nothing.
     *
     * @throws E what {@code work} throws
     */
    public <E extends Exception> void call(VoidWork<E> work) throws E {
        call(Bursar.returningNothing(work));
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
