// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.bridge.Door;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The outcome of a tool that may not have begun before it is subscribed to: it works in the tool's scope, and the tool ends with it. */
public final class ToolMaybe extends Maybe<Object> {

    private final Maybe<?> outcome;
    private final @Nullable Object inside;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    private ToolMaybe(Maybe<?> outcome, @Nullable Object inside) {
        this.outcome = outcome;
        this.inside = inside;
    }

    /**
     * Leaves a tool that has returned a {@code Maybe}.
     *
     * @param token what {@link Door#enterTool} returned
     * @return what is to be returned in its place
     */
    public static @Nullable Object leave(
            @Nullable Object token, @Nullable Object returned, @Nullable Throwable thrown) {
        if (token == null || thrown != null || !(returned instanceof Maybe<?> outcome)) {
            Door.leave(token, null, thrown);
            return returned;
        }
        ToolMaybe tool = new ToolMaybe(outcome, Door.capture());
        Door.leave(token, tool.end, null);
        return tool;
    }

    @Override
    protected void subscribeActual(MaybeObserver<? super Object> observer) {
        Sides sides = new Sides(Door.capture(), inside, end);
        Object in = sides.goIn();
        try {
            outcome.subscribe(sides.around(observer));
        } finally {
            Door.suspend(in);
        }
    }
}
