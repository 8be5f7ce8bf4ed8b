// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import java.util.List;
import java.util.concurrent.Executors;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.ExecutorsKt;
import kotlinx.coroutines.GlobalScope;

/** What Kotlin's coroutines have, written out as Kotlin's compiler would write it. */
// What came of the work is told by the work.
@SuppressWarnings("FutureReturnValueIgnored")
final class CoroutineHops {

    private CoroutineHops() {}

    static List<Hop> all() {
        CoroutineContext single = ExecutorsKt.from(Executors.newSingleThreadExecutor());
        return List.of(
                Hop.loose(
                        "launch(Dispatchers.Default)",
                        (work, elsewhere) -> launch(Dispatchers.getDefault(), new Steps(work, false, null, null))),
                Hop.loose(
                        "launch(Dispatchers.Default), after delay",
                        (work, elsewhere) -> launch(Dispatchers.getDefault(), new Steps(work, true, null, null))),
                Hop.pooled(
                        "launch on an executor, after delay",
                        (work, elsewhere) -> launch(single, new Steps(work, true, null, null))),
                Hop.loose(
                        "launch(Dispatchers.Unconfined), after delay",
                        (work, elsewhere) -> launch(Dispatchers.getUnconfined(), new Steps(work, true, null, null))),
                Hop.loose(
                        "async(Dispatchers.IO)",
                        (work, elsewhere) -> BuildersKt.async(
                                GlobalScope.INSTANCE,
                                Dispatchers.getIO(),
                                CoroutineStart.DEFAULT,
                                new Steps(work, true, null, null))),
                Hop.loose(
                        "withContext(Dispatchers.IO) in launch",
                        (work, elsewhere) ->
                                launch(Dispatchers.getDefault(), new Steps(work, true, Dispatchers.getIO(), null))),
                Hop.waiting(
                        "runBlocking, withContext(Dispatchers.IO)",
                        (work, elsewhere) -> BuildersKt.runBlocking(
                                Dispatchers.getDefault(), new Steps(work, true, Dispatchers.getIO(), null))));
    }

    private static void launch(CoroutineContext context, Steps steps) {
        BuildersKt.launch(GlobalScope.INSTANCE, context, CoroutineStart.DEFAULT, steps.asUnit());
    }

    /** {@code suspend { if (delayed) delay(5); if (on != null) withContext(on) { delay(5); work() } else work() }}. */
    private static final class Steps extends SuspendLambda
            implements Function2<CoroutineScope, Continuation<? super Object>, Object> {

        private static final long serialVersionUID = 1;

        private final transient Work work;
        private final boolean delayed;
        private final transient CoroutineContext on;
        private int label;

        Steps(Work work, boolean delayed, CoroutineContext on, Continuation<Object> completion) {
            super(2, completion);
            this.work = work;
            this.delayed = delayed;
            this.on = on;
        }

        @SuppressWarnings("unchecked")
        Function2<CoroutineScope, Continuation<? super Unit>, Object> asUnit() {
            return (Function2<CoroutineScope, Continuation<? super Unit>, Object>) (Object) this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Continuation<Unit> create(Object value, Continuation<?> completion) {
            Object made = new Steps(work, delayed, on, (Continuation<Object>) completion);
            return (Continuation<Unit>) made;
        }

        @Override
        public Object invoke(CoroutineScope scope, Continuation<? super Object> completion) {
            Object made = create(scope, completion);
            return ((Steps) made).invokeSuspend(Unit.INSTANCE);
        }

        @Override
        protected Object invokeSuspend(Object result) {
            ResultKt.throwOnFailure(result);
            Object suspended = IntrinsicsKt.getCOROUTINE_SUSPENDED();
            if (label == 0) {
                label = 1;
                if (delayed && DelayKt.delay(5, this) == suspended) {
                    return suspended;
                }
            }
            if (label == 1) {
                label = 2;
                return on == null ? work.call() : BuildersKt.withContext(on, new Steps(work, true, null, null), this);
            }
            return result;
        }
    }
}
