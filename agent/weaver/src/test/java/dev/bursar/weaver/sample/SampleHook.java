// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.sample;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.util.List;

/** A hook made up by a test. */
public record SampleHook(String name, List<Joint> joints, List<Joint> sometimes, boolean enforces) implements Hook {

    public static SampleHook of(Joint... joints) {
        return new SampleHook("sample-client", List.of(joints), List.of(), true);
    }

    /** A joint of the sample client with {@link SampleAdvice}. */
    public static Joint joint(String method, String descriptor) {
        return new Joint(SampleClient.class.getName(), method, descriptor, SampleAdvice.class.getName());
    }

    @Override
    public String versionField() {
        return SampleClient.class.getName() + "#VERSION";
    }
}
