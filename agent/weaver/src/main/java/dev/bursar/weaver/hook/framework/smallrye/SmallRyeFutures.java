// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.smallrye;

import dev.bursar.bridge.Door;
import io.smallrye.faulttolerance.core.Completer;
import io.smallrye.faulttolerance.core.Future;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Between the library's own futures, which tell one listener only that they are complete, and stages. */
final class SmallRyeFutures {

    private SmallRyeFutures() {}

    /**
     * Leaves a run that lasts until {@code future} completes.
     *
     * @return a future to take its place, which completes as it does, after the run has ended
     */
    @SuppressWarnings("unchecked") // What it completes with is only passed on.
    static Object left(Object run, Object future) {
        if (!(future instanceof Future<?> theirs)) {
            Door.leave(run, future, null);
            return future;
        }
        CompletableFuture<@Nullable Object> ended = new CompletableFuture<>();
        Object shown = followed((Future<Object>) theirs, ended);
        Door.leave(run, ended, null);
        return shown;
    }

    private static Future<Object> followed(Future<Object> theirs, CompletableFuture<@Nullable Object> ended) {
        Completer<Object> shown = Completer.create();
        shown.onCancel(theirs::cancel);
        theirs.then((value, failure) -> {
            if (failure == null) {
                ended.complete(value);
                shown.complete(value);
            } else {
                ended.completeExceptionally(failure);
                shown.completeWithError(failure);
            }
        });
        return shown.future();
    }
}
