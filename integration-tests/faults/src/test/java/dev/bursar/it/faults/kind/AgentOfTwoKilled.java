// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;
import java.util.ArrayList;
import java.util.List;

/** One of two agents on one Redis is killed at a random passage of a random step; the other goes on, and the first comes back. */
public final class AgentOfTwoKilled implements Kind {

    private static final List<Step> STEPS = steps();
    /** Leaves enough of the cap to the one that is killed. */
    private static final int CALLS_OF_THE_OTHER = 12;

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>(Step.OF_A_SHARED_CALL);
        steps.addAll(Step.OF_A_BATCH);
        return List.copyOf(steps);
    }

    @Override
    public String name() {
        return "kill -9 of one of two agents on one Redis";
    }

    @Override
    public String how() {
        return "halt, or SIGKILL, at one of " + STEPS.size() + " steps; the other under load";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 30;
    }

    @Override
    public void round(Scene scene) {
        Step step = scene.pick(STEPS);
        int passage = 1 + scene.pick(step.often() / 2);
        boolean signal = scene.random.nextBoolean();
        Breakage breakage = signal ? new Breakage().hang(step, passage) : new Breakage().halt(step, passage);
        Fleet fleet = new Fleet(scene, breakage);
        fleet.one().arm();
        fleet.begin(fleet.one(), Scene.CALLS);
        fleet.begin(fleet.two(), CALLS_OF_THE_OTHER);
        KilledAtAStep.met(fleet.one(), step, passage);
        if (signal) {
            fleet.one().kill();
        } else {
            fleet.one().awaitEnd();
        }
        Fleet.outcome(fleet.two());
        fleet.reopenOne();
        fleet.fills(Scene.THREADS);
    }
}
