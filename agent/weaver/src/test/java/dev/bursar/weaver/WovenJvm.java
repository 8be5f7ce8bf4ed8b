// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import dev.bursar.weaver.hook.Hook;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Weaves the test JVM itself until it is closed. Classes that were woven stay so; load a client afresh for every test of other weaving. */
public final class WovenJvm implements AutoCloseable {

    private final Weaver weaver;

    private WovenJvm(Weaver weaver) {
        this.weaver = weaver;
    }

    /** Weaves these hooks, and returns when it is proven to work. */
    public static WovenJvm with(Hook... hooks) throws Exception {
        return with(ClassFilter.NONE, hooks);
    }

    public static WovenJvm with(ClassFilter boundaries, Hook... hooks) throws Exception {
        Instrumentation instrumentation = ByteBuddyAgent.install();
        WovenJvm jvm = new WovenJvm(Weaver.install(instrumentation, List.of(hooks), boundaries));
        jvm.weaver.ready().get(60, TimeUnit.SECONDS);
        return jvm;
    }

    @Override
    public void close() {
        weaver.remove();
    }
}
