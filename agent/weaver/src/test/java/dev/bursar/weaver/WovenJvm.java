// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaves the test JVM itself until it is closed. Clients that were woven stay so: load a client afresh for every test of other weaving. */
public final class WovenJvm implements AutoCloseable {

    private final Weaver weaver;

    private final Set<String> types;

    private WovenJvm(Weaver weaver, Hook... hooks) {
        this.weaver = weaver;
        types = Stream.of(hooks)
                .flatMap(hook -> Stream.concat(hook.joints().stream(), hook.sometimes().stream()))
                .map(Joint::type)
                .collect(Collectors.toSet());
    }

    /** Weaves these hooks, and returns when it is proven to work. */
    public static WovenJvm with(Hook... hooks) throws Exception {
        return with(ClassFilter.NONE, hooks);
    }

    public static WovenJvm with(ClassFilter boundaries, Hook... hooks) throws Exception {
        Instrumentation instrumentation = ByteBuddyAgent.install();
        WovenJvm jvm = new WovenJvm(Weaver.install(instrumentation, List.of(hooks), boundaries), hooks);
        try {
            jvm.weaver.ready().get(60, TimeUnit.SECONDS);
            return jvm;
        } catch (Exception e) {
            jvm.close();
            throw e;
        }
    }

    /** Also takes the hooks out of the JDK's own classes again. */
    @Override
    public void close() throws UnmodifiableClassException {
        weaver.remove();
        Instrumentation instrumentation = ByteBuddyAgent.install();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            ClassLoader loader = type.getClassLoader();
            if ((loader == null || loader == ClassLoader.getPlatformClassLoader()) && types.contains(type.getName())) {
                instrumentation.retransformClasses(type);
            }
        }
    }
}
