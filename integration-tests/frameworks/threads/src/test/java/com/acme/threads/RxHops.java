// SPDX-License-Identifier: Apache-2.0
package com.acme.threads;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.subjects.PublishSubject;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** What RxJava has. */
// What came of the work is told by the work.
@SuppressWarnings("CheckReturnValue")
final class RxHops {

    private static final int PARTS = 6;

    private RxHops() {}

    static List<Hop> all() {
        Scheduler single = Schedulers.from(Executors.newSingleThreadExecutor());
        return List.of(
                Hop.loose(
                        "Single.fromCallable.subscribeOn(io)",
                        (work, elsewhere) -> Single.fromCallable(work)
                                .subscribeOn(Schedulers.io())
                                .subscribe()),
                Hop.loose(
                        "Maybe.defer.subscribeOn(computation)",
                        (work, elsewhere) -> Maybe.defer(() -> Maybe.just(work.call()))
                                .subscribeOn(Schedulers.computation())
                                .subscribe()),
                Hop.pooled(
                        "subscribeOn(Schedulers.from)",
                        (work, elsewhere) ->
                                Single.fromCallable(work).subscribeOn(single).subscribe()),
                Hop.pooled(
                        "observeOn(Schedulers.from)",
                        (work, elsewhere) -> Flowable.just(1).observeOn(single).subscribe(x -> work.run())),
                Hop.loose(
                        "Observable.timer",
                        (work, elsewhere) ->
                                Observable.timer(5, TimeUnit.MILLISECONDS).subscribe(x -> work.run())),
                Hop.loose(
                        "Flowable.flatMap, concurrent",
                        (work, elsewhere) -> Flowable.range(0, PARTS)
                                .flatMap(i -> Flowable.fromCallable(() -> work.part(i, PARTS))
                                        .subscribeOn(Schedulers.io()))
                                .subscribe()),
                Hop.loose(
                        "ParallelFlowable.runOn",
                        (work, elsewhere) -> Flowable.range(0, PARTS)
                                .parallel(2)
                                .runOn(Schedulers.computation())
                                .doOnNext(i -> work.part(i, PARTS))
                                .sequential()
                                .subscribe()),
                Hop.loose("PublishSubject, emitted by another caller", (work, elsewhere) -> {
                    PublishSubject<String> subject = PublishSubject.create();
                    subject.map(x -> work.call()).subscribe();
                    elsewhere.run(() -> subject.onNext("x"));
                }),
                Hop.pooled("observeOn, emitted by another caller", (work, elsewhere) -> {
                    PublishSubject<String> subject = PublishSubject.create();
                    subject.observeOn(single).subscribe(x -> work.run());
                    elsewhere.run(() -> subject.onNext("x"));
                }));
    }
}
