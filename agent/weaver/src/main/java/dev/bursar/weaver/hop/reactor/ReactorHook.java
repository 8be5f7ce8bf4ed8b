// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hop.reactor;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.ArrayList;
import java.util.List;

/**
 * Reactor 3.4 and later. A pipeline is entered from outside where its source sends it a signal, where that is asked for one, and where a
 * scheduler runs a task of it. There the scope of the subscription is taken up, so everything between, user code or not, runs in it.
 *
 * <p>Sources that anybody may feed, or that several subscribers share, always say whose their signals are, even if they are nobody's: an
 * emitter's scope must not reach a subscriber that has none.
 */
public final class ReactorHook implements FrameworkHook {

    private static final String PUBLISHER = "reactor.core.publisher.";
    private static final String SUBSCRIBER = "(Lreactor/core/CoreSubscriber;)V";
    private static final String OR_RETURN = "(Lreactor/core/CoreSubscriber;)Lreactor/core/CoreSubscriber;";

    /** What has a source that a subscription ends at. */
    private static final List<String> OPERATORS = List.of(
            "InternalFluxOperator",
            "InternalMonoOperator",
            "InternalConnectableFluxOperator",
            "FluxFromMonoOperator",
            "MonoFromFluxOperator");

    /** Sources whose signals come from whoever emits, from another library, or from what another subscriber has started. */
    private static final List<String> SHARED = List.of(
            "FluxCreate",
            "MonoCreate",
            "DirectProcessor",
            "EmitterProcessor",
            "FluxPublish",
            "FluxRefCount",
            "FluxRefCountGrace",
            "FluxSource",
            "FluxSourceFuseable",
            "MonoFromPublisher",
            "MonoIgnorePublisher",
            "MonoProcessor",
            "MonoSource",
            "MonoSourceFuseable",
            "NextProcessor",
            "ReplayProcessor",
            "SinkEmptyMulticast",
            "SinkManyBestEffort",
            "SinkManyEmitterProcessor",
            "SinkManyReplayProcessor",
            "SinkManyUnicast",
            "SinkManyUnicastNoBackpressure",
            "SinkOneMulticast",
            "UnicastProcessor");

    /** Operators among them. */
    private static final List<String> CACHES =
            List.of("FluxReplay", "MonoCacheTime", "MonoCacheInvalidateIf", "MonoCacheInvalidateWhen");

    @Override
    public String name() {
        return "reactor";
    }

    @Override
    public String marker() {
        return PUBLISHER + "Operators";
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty("the source of a pipeline", sources()),
                new Duty("the tasks of a scheduler", tasks()),
                new Duty("retrying", retries()));
    }

    private static List<Joint> sources() {
        List<Joint> all = new ArrayList<>();
        all.add(joint(
                "Operators",
                "onLastAssembly",
                "(Lreactor/core/CorePublisher;)Lreactor/core/CorePublisher;",
                SourceAdvice.class));
        OPERATORS.forEach(type -> all.add(joint(type, "source", "()Lreactor/core/CorePublisher;", SourceAdvice.class)));
        SHARED.forEach(type -> all.add(joint(type, "subscribe", SUBSCRIBER, SubscriberAdvice.class)));
        CACHES.forEach(type -> all.add(joint(type, "subscribeOrReturn", OR_RETURN, SubscriberAdvice.class)));
        return all;
    }

    private static List<Joint> tasks() {
        return List.of(new Joint(
                "reactor.core.scheduler.Schedulers",
                "onSchedule",
                "(Ljava/lang/Runnable;)Ljava/lang/Runnable;",
                ScheduleAdvice.class.getName()));
    }

    private static List<Joint> retries() {
        return List.of(
                joint("FluxRetry", "subscribeOrReturn", OR_RETURN, RetryAdvice.class),
                joint("MonoRetry", "subscribeOrReturn", OR_RETURN, RetryAdvice.class),
                joint(
                        "FluxRetry$RetrySubscriber",
                        "<init>",
                        "(Lreactor/core/CorePublisher;Lreactor/core/CoreSubscriber;J)V",
                        RetrySourceAdvice.class),
                joint(
                        "FluxRetryWhen",
                        "subscribe",
                        "(Lreactor/core/CoreSubscriber;Lreactor/util/retry/Retry;Lreactor/core/CorePublisher;)V",
                        RetryWhenAdvice.class));
    }

    private static Joint joint(String type, String method, String descriptor, Class<?> advice) {
        return new Joint(PUBLISHER + type, method, descriptor, advice.getName());
    }
}
