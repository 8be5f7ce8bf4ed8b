// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What Reactor has. */
// What came of the work is told by the work.
@SuppressWarnings("FutureReturnValueIgnored")
final class ReactorHops {

    private static final Duration SOON = Duration.ofMillis(5);
    private static final int PARTS = 6;

    private ReactorHops() {}

    static List<Hop> all() {
        Scheduler single = Schedulers.newSingle("single");
        Scheduler service = Schedulers.fromExecutorService(Executors.newSingleThreadExecutor());
        Scheduler handMade = Schedulers.fromExecutor(handMade());
        return List.of(
                Hop.loose(
                        "Mono.fromCallable.subscribeOn(boundedElastic)",
                        (work, elsewhere) -> Mono.fromCallable(work)
                                .subscribeOn(Schedulers.boundedElastic())
                                .subscribe()),
                Hop.loose(
                        "Mono.defer.subscribeOn(parallel)",
                        (work, elsewhere) -> Mono.defer(() -> Mono.just(work.call()))
                                .subscribeOn(Schedulers.parallel())
                                .subscribe()),
                Hop.pooled(
                        "Mono.fromCallable.subscribeOn(single).toFuture",
                        (work, elsewhere) ->
                                Mono.fromCallable(work).subscribeOn(single).toFuture()),
                Hop.pooled(
                        "publishOn(single)",
                        (work, elsewhere) ->
                                Flux.just(1, 2).publishOn(single).take(1).subscribe(x -> work.run())),
                Hop.pooled("publishOn(single), emitted by another caller", (work, elsewhere) -> {
                    Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
                    sink.asFlux().publishOn(single).map(x -> work.call()).subscribe();
                    elsewhere.run(() -> sink.tryEmitNext("x"));
                }),
                Hop.pooled(
                        "Schedulers.fromExecutorService",
                        (work, elsewhere) ->
                                Mono.fromRunnable(work).subscribeOn(service).subscribe()),
                Hop.pooled(
                        "Schedulers.fromExecutor",
                        (work, elsewhere) ->
                                Mono.fromRunnable(work).subscribeOn(handMade).subscribe()),
                Hop.loose(
                        "delayElement",
                        (work, elsewhere) -> Mono.just("x")
                                .delayElement(SOON)
                                .map(x -> work.call())
                                .subscribe()),
                Hop.loose(
                        "Flux.interval",
                        (work, elsewhere) -> Flux.interval(SOON)
                                .take(1)
                                .doOnNext(x -> work.run())
                                .subscribe()),
                Hop.loose(
                        "flatMap, concurrent",
                        (work, elsewhere) -> Flux.range(0, PARTS)
                                .flatMap(i -> Mono.fromCallable(() -> work.part(i, PARTS))
                                        .subscribeOn(Schedulers.boundedElastic()))
                                .subscribe()),
                Hop.loose(
                        "ParallelFlux.runOn",
                        (work, elsewhere) -> Flux.range(0, PARTS)
                                .parallel(2)
                                .runOn(Schedulers.parallel())
                                .doOnNext(i -> work.part(i, PARTS))
                                .subscribe()),
                Hop.loose(
                        "zipWith delay",
                        (work, elsewhere) -> Mono.zip(Mono.just(1), Mono.delay(SOON), (x, y) -> work.call())
                                .subscribe()),
                Hop.loose("Sinks.many, emitted by another caller", (work, elsewhere) -> {
                    Sinks.Many<String> sink = Sinks.many().multicast().onBackpressureBuffer();
                    sink.asFlux().map(x -> work.call()).subscribe();
                    elsewhere.run(() -> sink.tryEmitNext("x"));
                }),
                Hop.loose("Sinks.one, subscribed without an operator", (work, elsewhere) -> {
                    Sinks.One<String> sink = Sinks.one();
                    sink.asMono().subscribe(x -> work.run());
                    elsewhere.run(() -> sink.tryEmitValue("x"));
                }),
                Hop.loose("Mono.create, completed by another caller", (work, elsewhere) -> {
                    MonoSink<?>[] taken = new MonoSink<?>[1];
                    Mono.create(sink -> taken[0] = sink)
                            .doOnSuccess(x -> work.run())
                            .subscribe();
                    elsewhere.run(taken[0]::success);
                }),
                Hop.loose("Flux.from of another library, emitted by another caller", (work, elsewhere) -> {
                    Foreign foreign = new Foreign();
                    Flux.from(foreign).map(x -> work.call()).subscribe();
                    elsewhere.run(foreign::emit);
                }),
                Hop.loose("share, started by another caller", (work, elsewhere) -> {
                    Flux<Long> shared = Flux.interval(SOON).share();
                    CountDownLatch started = new CountDownLatch(1);
                    elsewhere.run(() -> {
                        shared.take(20).subscribe();
                        started.countDown();
                    });
                    started.await();
                    shared.take(1).subscribe(x -> work.run());
                }),
                Hop.loose("cache, started by another caller", (work, elsewhere) -> {
                    Mono<Long> cached = Mono.delay(Duration.ofMillis(200)).cache();
                    CountDownLatch started = new CountDownLatch(1);
                    elsewhere.run(() -> {
                        cached.subscribe();
                        started.countDown();
                    });
                    started.await();
                    cached.subscribe(x -> work.run());
                }));
    }

    /** A publisher that is none of Reactor's. */
    private static final class Foreign implements Publisher<String> {

        private Subscriber<? super String> subscriber;

        @Override
        public void subscribe(Subscriber<? super String> next) {
            subscriber = next;
            next.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    // Emits when it is told to.
                }

                @Override
                public void cancel() {
                    // Emits only once.
                }
            });
        }

        void emit() {
            subscriber.onNext("x");
            subscriber.onComplete();
        }
    }

    /** An executor that Bursar cannot know. Its thread starts with it. */
    private static Executor handMade() {
        LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        try {
                            queue.take().run();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                },
                "hand-made");
        thread.setDaemon(true);
        thread.start();
        return queue::add;
    }
}
