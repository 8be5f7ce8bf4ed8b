// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.rx;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;
import java.util.stream.Stream;

/**
 * RxJava 3.
 *
 * <p>Everything that is subscribed to passes {@code RxJavaPlugins.onSubscribe}, and everything that is scheduled passes
 * {@code RxJavaPlugins.onSchedule}, whoever wrote the operator or the scheduler. So an observer gets its signals in the scope that it was
 * subscribed in, whatever thread they come from, and a task runs in the scope that it was scheduled in. The {@code retry} operators open a
 * run at each subscription, and each of their resubscriptions is an attempt of it.
 */
public final class RxJavaHook implements FrameworkHook {

    static final String NAME = "rxjava";

    private static final String PACKAGE = RxJavaHook.class.getPackageName() + ".";
    private static final String RX = "io.reactivex.rxjava3.";
    private static final String PLUGINS = RX + "plugins.RxJavaPlugins";
    private static final String OPERATORS = RX + "internal.operators.";
    private static final String SCHEDULERS = RX + "internal.schedulers.";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String marker() {
        return RX + "core.Flowable";
    }

    @Override
    public List<Duty> duties() {
        return Stream.of(
                        Stream.of(
                                new Duty(
                                        "scheduled work",
                                        List.of(joint(PLUGINS, "onSchedule", "ScheduleAdvice$Decorated"))),
                                new Duty(
                                        "work on a trampoline",
                                        List.of(joint(
                                                SCHEDULERS + "TrampolineScheduler$TrampolineWorker",
                                                "enqueue",
                                                "ScheduleAdvice$Enqueued"))),
                                new Duty(
                                        "work on an executor",
                                        List.of(joint(
                                                SCHEDULERS + "ExecutorScheduler$ExecutorWorker",
                                                "run",
                                                "ScheduleAdvice$Drain")))),
                        Stream.of(
                                signals("Flowable", "Lorg/reactivestreams/Subscriber;"),
                                signals("Observable", "Lio/reactivex/rxjava3/core/Observer;"),
                                signals("Single", "Lio/reactivex/rxjava3/core/SingleObserver;"),
                                signals("Maybe", "Lio/reactivex/rxjava3/core/MaybeObserver;"),
                                signals("Completable", "Lio/reactivex/rxjava3/core/CompletableObserver;"),
                                new Duty(
                                        "the signals of `ParallelFlowable`",
                                        List.of(new Joint(
                                                PLUGINS,
                                                "onSubscribe",
                                                "(Lio/reactivex/rxjava3/parallel/ParallelFlowable;"
                                                        + "[Lorg/reactivestreams/Subscriber;)[Lorg/reactivestreams/Subscriber;",
                                                PACKAGE + "SubscribeAdvice$OfParallel")))),
                        retries("flowable.", "Flowable"),
                        retries("observable.", "Observable"))
                .flatMap(duties -> duties)
                .toList();
    }

    private static Duty signals(String type, String observer) {
        return new Duty(
                "the signals of `" + type + "`",
                List.of(new Joint(
                        PLUGINS,
                        "onSubscribe",
                        "(Lio/reactivex/rxjava3/core/" + type + ";" + observer + ")" + observer,
                        PACKAGE + "SubscribeAdvice$Of" + type)));
    }

    /** For each operator its run, and the attempts of that. */
    private static Stream<Duty> retries(String operators, String type) {
        return Stream.of("RetryPredicate", "RetryBiPredicate", "RetryWhen").flatMap(kind -> {
            String name = OPERATORS + operators + type + kind;
            String operator = "`" + type + kind + "`";
            return Stream.of(
                    new Duty(operator, List.of(joint(name, "subscribeActual", "RetryAdvice$Subscribe"))),
                    new Duty("the tries of " + operator, List.of(joint(name, "<init>", "RetryAdvice$Source"))));
        });
    }

    private static Joint joint(String type, String method, String advice) {
        return new Joint(type, method, "", PACKAGE + advice);
    }
}
