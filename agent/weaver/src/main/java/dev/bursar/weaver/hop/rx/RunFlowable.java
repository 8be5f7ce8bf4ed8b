// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.bridge.Door;
import io.reactivex.rxjava3.core.Flowable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/** A cold {@code Flowable}, each subscription of which is one run: from subscribing until it terminates or is cancelled. */
public final class RunFlowable extends Flowable<Object> {

    private final String framework;
    private final Flowable<?> cold;

    private RunFlowable(String framework, Flowable<?> cold) {
        this.framework = framework;
        this.cold = cold;
    }

    /** The execution of a framework as runs. An execution that is one already stays as it is, and so does what is none. */
    public static @Nullable Object of(String framework, @Nullable Object execution) {
        return execution instanceof Flowable<?> cold && !(cold instanceof RunFlowable)
                ? new RunFlowable(framework, cold)
                : execution;
    }

    @Override
    protected void subscribeActual(Subscriber<? super Object> subscriber) {
        Object outside = Door.capture();
        Object token = Door.openRun(framework, null);
        if (token == null) {
            cold.subscribe(subscriber);
            return;
        }
        Sides sides = new Sides(outside, Door.capture());
        Throwable thrown = null;
        try {
            cold.subscribe(sides.around(subscriber));
        } catch (Throwable e) {
            thrown = e;
            throw e;
        } finally {
            Door.leave(token, sides.end(), thrown);
        }
    }
}
