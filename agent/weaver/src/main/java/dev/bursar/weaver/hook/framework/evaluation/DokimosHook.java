// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.evaluation;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/** Dokimos: an experiment runs its task once for each example, in parallel if it is told to. */
public final class DokimosHook implements FrameworkHook {

    private static final String EXPERIMENT = "dev.dokimos.core.Experiment";

    @Override
    public String name() {
        return "dokimos";
    }

    @Override
    public String marker() {
        return EXPERIMENT;
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty("an experiment", List.of(new Joint(EXPERIMENT, "run", "", DokimosAdvice.class.getName()))));
    }

    /** Trials that cannot be told from the real thing would be paid for. */
    @Override
    public boolean enforces() {
        return true;
    }
}
