// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework.evaluation;

import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.List;

/**
 * The JUnit Platform's launcher, 1.8 to 6: what build tools, IDEs and consoles start tests by. A session and a discovery run code of the tests
 * too, before anything is executed, so they count as the beginning of the launch.
 */
public final class JUnitHook implements FrameworkHook {

    private static final String CORE = "org.junit.platform.launcher.core.";
    private static final String ADVICE = JUnitAdvice.class.getName();

    @Override
    public String name() {
        return "junit";
    }

    @Override
    public String marker() {
        return CORE + "DefaultLauncher";
    }

    @Override
    public List<Duty> duties() {
        return List.of(
                new Duty(
                        "the beginning of a session",
                        List.of(
                                new Joint(CORE + "LauncherFactory", "openSession", "", ADVICE),
                                new Joint(CORE + "LauncherFactory", "create", "", ADVICE))),
                new Duty("a discovery", List.of(new Joint(CORE + "DefaultLauncher", "discover", "", ADVICE))),
                new Duty("an execution", List.of(new Joint(CORE + "DefaultLauncher", "execute", "", ADVICE))));
    }

    /** Tests whose launch cannot be told would make real calls: better they do not run. */
    @Override
    public boolean enforces() {
        return true;
    }
}
