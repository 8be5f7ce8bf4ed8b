// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.semantickernel;

import dev.bursar.bridge.Door;
import dev.bursar.weaver.hop.reactor.Crossing;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** One pass of the loop: an attempt, if the model has been asked the same before in this run. */
final class PassMono extends Mono<Object> {

    private final Mono<?> pass;
    private final Object messages;

    private PassMono(Mono<?> pass, Object messages) {
        this.pass = pass;
        this.messages = messages;
    }

    /** What is a pass already stays as it is: one overload calls the other. */
    static @Nullable Object of(@Nullable Object made, @Nullable Object messages) {
        return made instanceof Mono<?> pass && !(made instanceof PassMono) && messages != null
                ? new PassMono(pass, messages)
                : made;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Object> down) {
        Asked asked = Asked.in(down.currentContext());
        if (asked == null || !asked.again(messages)) {
            pass.subscribe((Subscriber<Object>) down);
            return;
        }
        Object outside = Door.capture();
        // From the end of the pass that failed, and so maybe from inside an attempt.
        Object resumed = Door.resume(asked.scope());
        try {
            Object attempt = Door.beginAttempt(SemanticKernelHook.NAME);
            try {
                pass.subscribe((Subscriber<Object>)
                        new Crossing<>(down, down.currentContext(), Door.capture(), outside, null));
            } finally {
                Door.leave(attempt, null, null);
            }
        } finally {
            Door.suspend(resumed);
        }
    }
}
