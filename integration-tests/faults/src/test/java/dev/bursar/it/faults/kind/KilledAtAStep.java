// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;
import java.util.ArrayList;
import java.util.List;

/** Killed at a random passage of a random step between reserve and record. */
public final class KilledAtAStep implements Kind {

    static final List<Step> STEPS = steps();

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>(Step.OF_A_CALL);
        steps.addAll(Step.OF_A_BATCH);
        return List.copyOf(steps);
    }

    @Override
    public String name() {
        return "kill -9 between reserve and record";
    }

    @Override
    public String how() {
        return "halt, or SIGKILL, at one of " + STEPS.size() + " steps";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 100;
    }

    @Override
    public void round(Scene scene) {
        Step step = scene.pick(STEPS);
        kill(scene, "first", step, 1 + scene.pick(step.often()));
        scene.check("after the kill at " + step);
        scene.fill("last");
    }

    static void kill(Scene scene, String name, Step step, int passage) {
        boolean signal = scene.random.nextBoolean();
        Breakage breakage = signal ? new Breakage().hang(step, passage) : new Breakage().halt(step, passage);
        Desk desk = scene.open(name, breakage).arm();
        desk.begin(Scene.THREADS, Scene.CALLS, "cus_" + name + "_");
        met(desk, step, passage);
        if (signal) {
            desk.kill();
        } else {
            desk.awaitEnd();
        }
    }

    /** Waits for the fault. */
    static void met(Desk desk, Step step, int passage) {
        desk.awaitFault();
        if (desk.fired().isEmpty()) {
            throw new AssertionError("passage " + passage + " of " + step + " was never met\n" + desk.text());
        }
    }
}
