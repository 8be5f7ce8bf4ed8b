// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;

/** Each write takes 2 seconds for a while, and one of them longer than a call may wait: it is refused in time, and the journal recovers. */
public final class SlowDisk implements Kind {

    /** The journal's deadline is 5 s; with twice as much for a machine that is busy. */
    private static final long BOUND_MS = 15_000;

    @Override
    public String name() {
        return "slow disk";
    }

    @Override
    public String how() {
        return "writes of 2 s, one of 7 s";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 10;
    }

    @Override
    public void round(Scene scene) {
        Step step = Step.of(
                scene.random.nextBoolean() ? "enter journal.ChronicleStore force" : "enter journal.Chain force");
        int first = 2 + scene.pick(3);
        Breakage breakage = new Breakage().sleep(step, first, 2, 2_000).sleep(step, first + 2, 1, 7_000);
        Desk desk = scene.open("first", breakage);
        desk.load(1, 1, "cus_one_");
        Outcome outcome = desk.arm().load(Scene.THREADS, Scene.CALLS, "cus_first_");
        if (outcome.of("bursar_journal") == 0 || outcome.longest() > BOUND_MS || outcome.longest() < 2_000) {
            throw new AssertionError("not refused, or not in time: " + outcome + "\n" + desk.fired() + desk.text());
        }
        DiskErrors.servesAgain(desk);
        desk.kill();
        scene.check("after the kill");
        scene.fill("last");
    }
}
