// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.harness.LoopbackRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two agents with a state directory each, and one Redis in which they count under one cap. */
final class Fleet {

    /** Of a load of one of them: both together have more than enough. */
    private static final int CALLS = Scene.CALLS / 2;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Four times the ledger's {@code timeout} is the promise; the rest is for a busy machine. */
    private static final long LONGEST_MILLIS = 4 * 500 + 6_000;

    private static final int FEW = 4;

    final LoopbackRedis redis;
    private final Scene scene;
    private final List<Desk> desks = new ArrayList<>();
    private int names;

    Fleet(Scene scene) {
        this(scene, null);
    }

    /** @param breakage of the first of them */
    Fleet(Scene scene, @Nullable Breakage breakage) {
        this.scene = scene;
        redis = new LoopbackRedis(scene.folder);
        scene.closeAtTheEnd(redis);
        scene.ledger(redis.url());
        desks.add(scene.openAs("one", "one", breakage));
        desks.add(scene.openAs("two", "two", null));
        chargesOnce();
    }

    Desk one() {
        return desks.get(0);
    }

    Desk two() {
        return desks.get(1);
    }

    /** Each of them has a charge accepted. */
    void chargesOnce() {
        desks.forEach(desk -> desk.begin(1, 1, name()));
        for (Desk desk : desks) {
            Outcome outcome = desk.outcome();
            if (outcome.accepted() != 1) {
                throw new AssertionError("not accepted: " + outcome + "\n" + desk.text());
            }
        }
    }

    /** Both under load, until the vendor has accepted so many more, or as many as the cap has room for. */
    void underLoad(int more) {
        int enough = Math.min(scene.charges() + more, Scene.FILLING - 1);
        desks.forEach(desk -> begin(desk, CALLS));
        one().await("charges", PATIENCE, () -> scene.charges() >= enough);
    }

    void begin(Desk desk, int calls) {
        desk.begin(Scene.THREADS, calls, name());
    }

    private String name() {
        return "cus_" + names++ + "_";
    }

    /** What came of the loads of both. */
    void outcomes() {
        desks.forEach(Fleet::outcome);
    }

    /** What came of the load of one of them: in bounded time, what the cap and the ledger permit. */
    static Outcome outcome(Desk desk) {
        Outcome outcome = desk.outcome();
        int known = outcome.accepted() + outcome.of("bursar_cap_reached") + outcome.of("bursar_ledger");
        int all = outcome.counts().values().stream().mapToInt(Integer::intValue).sum();
        if (known != all) {
            throw new AssertionError("something else was in the way: " + outcome + "\n" + desk.text());
        }
        if (outcome.longest() > LONGEST_MILLIS) {
            throw new AssertionError("a call took " + outcome.longest() + " ms: " + outcome + "\n" + desk.text());
        }
        return outcome;
    }

    /** Nothing is sent by anybody, because of the ledger. */
    void refusesAll() {
        int sent = scene.charges();
        desks.forEach(desk -> begin(desk, FEW));
        for (Desk desk : desks) {
            Outcome outcome = outcome(desk);
            if (outcome.of("bursar_ledger") != FEW) {
                throw new AssertionError("not refused: " + outcome + "\n" + desk.text());
            }
        }
        if (scene.charges() != sent) {
            throw new AssertionError("a call was sent that was refused");
        }
    }

    /** Waits until the ledger answers both again. */
    void serves() {
        for (Desk desk : desks) {
            desk.await("an answer of the ledger", PATIENCE, () -> {
                begin(desk, 1);
                return outcome(desk).of("bursar_ledger") == 0;
            });
        }
    }

    /** Ends both in good order, and opens both again. */
    void restart(Runnable between) {
        desks.forEach(Desk::end);
        between.run();
        reopen(0, "one");
        reopen(1, "two");
    }

    /** Opens the first again, which is gone. */
    void reopenOne() {
        reopen(0, "one");
    }

    private void reopen(int index, String member) {
        desks.set(index, scene.openAs(member, member + "-again", null));
    }

    /**
     * Waits until both find the cap full, and ends them. What waits to be told to the ledger is told within a second of when it can be.
     *
     * @param lost at most so many calls may be charged that did not happen; 0 for a cap that is filled up to its last cent
     */
    void fills(int lost) {
        one().await("a cap that is full at " + (Scene.FILLING - lost) + " charges", PATIENCE, () -> {
            boolean full = true;
            for (Desk desk : desks) {
                begin(desk, Scene.THREADS);
                full &= outcome(desk).of("bursar_cap_reached") == Scene.THREADS;
            }
            return full && scene.charges() >= Scene.FILLING - lost;
        });
        desks.forEach(Desk::end);
    }
}
