// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of supported shapes: for each governed class what it must look like. A class of another shape comes from a version of its
 * library that nobody has tried, so its calls are refused.
 */
final class Shapes {

    /** @param always whether the class must have the method at all */
    record Expected(Hook hook, Joint joint, boolean always) {

        boolean fits(ClassBytes.Method method) {
            return named(method)
                    && (joint.descriptor().isEmpty() || method.descriptor().equals(joint.descriptor()));
        }

        boolean named(ClassBytes.Method method) {
            return method.name().equals(joint.method());
        }
    }

    /** The oldest class file that may hold an {@code invokedynamic}: Java 7. */
    private static final int INVOKEDYNAMIC = 51;

    private final Map<String, List<Expected>> byInternalName = new HashMap<>();

    Shapes(List<? extends Hook> hooks) {
        for (Hook hook : hooks) {
            hook.joints().forEach(joint -> add(new Expected(hook, joint, true)));
            hook.sometimes().forEach(joint -> add(new Expected(hook, joint, false)));
        }
    }

    private void add(Expected expected) {
        byInternalName
                .computeIfAbsent(expected.joint().type().replace('.', '/'), name -> new ArrayList<>())
                .add(expected);
    }

    /** What is expected of a class; {@code null} if it is not governed. */
    @Nullable
    List<Expected> of(String internalName) {
        return byInternalName.get(internalName);
    }

    boolean governs(String binaryName) {
        return byInternalName.containsKey(binaryName.replace('.', '/'));
    }

    /** What is unsupported about a governed class, as part of a sentence; {@code null} if nothing is. */
    static @Nullable String mismatch(ClassBytes bytes, List<Expected> expected) {
        if (bytes.major() < INVOKEDYNAMIC) {
            return "its class file version " + bytes.major() + " is older than " + INVOKEDYNAMIC;
        }
        for (Expected one : expected) {
            List<ClassBytes.Method> named =
                    bytes.methods().stream().filter(one::named).toList();
            if (named.isEmpty() ? one.always() : named.stream().noneMatch(m -> one.fits(m) && m.hasCode())) {
                return "it has no method `" + one.joint().method() + one.joint().descriptor() + "`";
            }
        }
        return null;
    }
}
