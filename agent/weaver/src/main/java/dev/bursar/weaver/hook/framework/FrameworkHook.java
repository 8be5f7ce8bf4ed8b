// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.framework;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.util.List;

/**
 * What is woven into a framework or a retry library, so that a repeated execution repeats its idempotency keys. Versions differ in where
 * that can be caught, so each {@link Duty} names all places known; where the framework is present and a duty has no place left, an alarm says
 * that this version's repetitions are not recognised.
 */
public interface FrameworkHook extends Hook {

    /** The binary name of a class of the framework that every use of it loads: from then on the framework is present. */
    String marker();

    /** What must be caught. A joint's class may be missing in some versions, and so may its method. */
    List<Duty> duties();

    /**
     * One thing that must be caught in at least one place.
     *
     * @param what as an alarm says it: {@code the tool loop}
     * @param joints the places, in whatever version
     */
    record Duty(String what, List<Joint> joints) {}

    @Override
    default List<Joint> joints() {
        return List.of();
    }

    @Override
    default List<Joint> sometimes() {
        return duties().stream().flatMap(duty -> duty.joints().stream()).toList();
    }

    /** Nothing can be sent by a framework alone. */
    @Override
    default boolean enforces() {
        return false;
    }
}
