// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import dev.bursar.weaver.hook.framework.FrameworkHook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the hooks would find in a set of class files: the same shapes that the weaver goes by, looked at without running anything.
 */
public final class Examination {

    /** Where class files are looked up. */
    @FunctionalInterface
    public interface ClassFiles {
        /**
         * @param resource such as {@code com/stripe/Stripe.class}
         * @return {@code null} if there is none, or it cannot be read
         */
        byte @Nullable [] find(String resource);
    }

    /** What became of one thing that must be caught. */
    public enum State {
        /** It is caught. */
        ARMED,
        /** The library is there, but in a shape in which this is not caught. */
        UNSUPPORTED,
        /** The library is not there. */
        ABSENT
    }

    /**
     * One thing that must be caught.
     *
     * @param hook the hook's name
     * @param what what must be caught; for a client, that its calls are
     * @param where the methods in which it is caught, as {@code Type#method}; empty unless it is
     * @param state what became of it
     * @param enforces whether calls are refused where it is not caught
     */
    public record Finding(String hook, String what, List<String> where, State state, boolean enforces) {}

    private Examination() {}

    /** @return in the order of the hooks */
    public static List<Finding> of(List<Hook> hooks, ClassFiles files) {
        List<Finding> findings = new ArrayList<>();
        for (Hook hook : hooks) {
            if (hook instanceof FrameworkHook framework) {
                framework(framework, files, findings);
            } else {
                findings.add(client(hook, files));
            }
        }
        return List.copyOf(findings);
    }

    private static void framework(FrameworkHook hook, ClassFiles files, List<Finding> findings) {
        if (files.find(resource(hook.marker())) == null) {
            findings.add(new Finding(hook.name(), "the framework", List.of(), State.ABSENT, false));
            return;
        }
        for (FrameworkHook.Duty duty : hook.duties()) {
            List<String> where = places(hook, duty, files);
            State state = where.isEmpty() ? State.UNSUPPORTED : State.ARMED;
            findings.add(new Finding(hook.name(), duty.what(), where, state, false));
        }
    }

    /** Where a duty of a framework that is present is caught; empty if nowhere. */
    static List<String> places(FrameworkHook hook, FrameworkHook.Duty duty, ClassFiles files) {
        Map<String, List<Joint>> byType = duty.joints().stream()
                .collect(Collectors.groupingBy(Joint::type, LinkedHashMap::new, Collectors.toList()));
        List<String> places = new ArrayList<>();
        byType.forEach((type, joints) -> {
            byte[] file = files.find(resource(type));
            ClassBytes bytes = file == null ? null : new ClassBytes(file);
            List<Shapes.Expected> expected = joints.stream()
                    .map(joint -> new Shapes.Expected(hook, joint, false))
                    .toList();
            if (bytes != null && Shapes.mismatch(bytes, expected) == null) {
                expected.stream()
                        .filter(one -> bytes.methods().stream().anyMatch(m -> one.fits(m) && m.hasCode()))
                        .map(one -> simple(type) + "#" + one.joint().method())
                        .distinct()
                        .forEach(places::add);
            }
        });
        return places;
    }

    private static Finding client(Hook hook, ClassFiles files) {
        Shapes shapes = new Shapes(List.of(hook));
        List<String> where = new ArrayList<>();
        boolean there = false;
        boolean fits = true;
        for (String type : hook.joints().stream().map(Joint::type).distinct().toList()) {
            byte[] file = files.find(resource(type));
            List<Shapes.Expected> expected = shapes.of(type.replace('.', '/'));
            if (file == null || expected == null) {
                continue;
            }
            there = true;
            fits &= Shapes.mismatch(new ClassBytes(file), expected) == null;
            expected.stream()
                    .map(one -> simple(type) + "#" + one.joint().method())
                    .forEach(where::add);
        }
        State state = !there ? State.ABSENT : fits ? State.ARMED : State.UNSUPPORTED;
        String what = hook.enforces() ? "its calls" : "work handed to other threads";
        return new Finding(
                hook.name(),
                what,
                state == State.ARMED ? where.stream().distinct().toList() : List.of(),
                state,
                hook.enforces());
    }

    private static String resource(String type) {
        return type.replace('.', '/') + ".class";
    }

    private static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
