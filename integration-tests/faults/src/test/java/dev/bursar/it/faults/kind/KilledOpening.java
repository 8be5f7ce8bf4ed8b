// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;

/** Killed under load, and killed again while it opens what the first kill has left. */
public final class KilledOpening implements Kind {

    @Override
    public String name() {
        return "kill -9 while the journal opens";
    }

    @Override
    public String how() {
        return "halt at one of " + Step.OF_OPENING.size() + " steps";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 2 * Step.OF_OPENING.size();
    }

    @Override
    public void round(Scene scene) {
        Desk first = scene.open("first");
        first.begin(Scene.THREADS, Scene.CALLS, "cus_first_");
        int enough = 1 + scene.pick(Scene.FILLING - 1);
        first.await("charges", java.time.Duration.ofSeconds(60), () -> scene.charges() >= enough);
        first.kill();
        Step step = scene.pick(Step.OF_OPENING);
        Desk second = scene.open("second", new Breakage().halt(step, 1).fromTheStart());
        second.awaitEnd();
        KilledAtAStep.met(second, step, 1);
        scene.check("after the kill at " + step);
        scene.fill("last");
    }
}
