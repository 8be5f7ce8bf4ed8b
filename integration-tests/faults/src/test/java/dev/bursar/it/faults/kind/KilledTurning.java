// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;

/** Killed while one directory of the journal is followed by the next. */
public final class KilledTurning implements Kind {

    @Override
    public String name() {
        return "kill -9 while the journal turns over";
    }

    @Override
    public String how() {
        return "halt at one of " + Step.OF_TURNING.size() + " steps";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 2 * Step.OF_TURNING.size();
    }

    @Override
    public void round(Scene scene) {
        Step step = scene.pick(Step.OF_TURNING);
        Breakage breakage = new Breakage()
                .yes(Step.FULL, 1 + scene.pick(Step.FULL.often()), 1)
                .halt(step, 1);
        Desk desk = scene.open("first", breakage);
        // what is passed while it opens does not count
        desk.load(1, 1, "cus_one_");
        desk.arm().begin(Scene.THREADS, Scene.CALLS, "cus_first_");
        desk.awaitEnd();
        if (!desk.fired().contains(step.method())) {
            throw new AssertionError(step + " was never met\n" + desk.text());
        }
        scene.check("after the kill at " + step);
        scene.fill("last");
    }
}
