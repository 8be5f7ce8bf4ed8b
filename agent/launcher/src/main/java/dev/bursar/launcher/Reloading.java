// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.compiler.Compilation;
import dev.bursar.compiler.PolicyWatcher;
import dev.bursar.compiler.Problem;
import dev.bursar.runtime.gate.BursarGate;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.policy.AlertSettings;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.weaver.boundary.Boundaries;
import java.lang.instrument.Instrumentation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes up a changed policy from the next call on. A broken one leaves the old in force, and says so loudly. */
final class Reloading implements PolicyWatcher.Listener {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Policy first;
    private final BursarGate gate;
    private final PolicyClasses classes;
    private final Boundaries boundaries;
    private final Instrumentation instrumentation;

    private Reloading(
            Policy first,
            BursarGate gate,
            PolicyClasses classes,
            Boundaries boundaries,
            Instrumentation instrumentation) {
        this.first = first;
        this.gate = gate;
        this.classes = classes;
        this.boundaries = boundaries;
        this.instrumentation = instrumentation;
    }

    static void watch(
            Policy first,
            BursarGate gate,
            PolicyClasses classes,
            Boundaries boundaries,
            Instrumentation instrumentation) {
        PolicyWatcher.start(
                first.file(),
                first.hash(),
                () -> PolicyFile.compile(first.file()),
                INTERVAL,
                new Reloading(first, gate, classes, boundaries, instrumentation));
    }

    @Override
    public void changed(Compilation.Compiled compiled) {
        Policy next = compiled.policy();
        String fixed = fixedAtStart(next);
        if (fixed != null) {
            reject("`" + fixed + "` cannot change while the application runs: restart it");
            return;
        }
        classes.use(next);
        gate.enforce(next);
        // Classes that only the new policy binds may be loaded already.
        for (String name : boundaries.weaveLoaded(instrumentation)) {
            gate.alarm("`" + name + "` is bound by the new policy but could not be woven: its calls are nobody's");
        }
    }

    private @Nullable String fixedAtStart(Policy next) {
        if (!next.state().equals(first.state())) {
            return "state";
        }
        String fixed = Vouching.difference(next, first);
        if (fixed != null) {
            return fixed;
        }
        if (!Objects.equals(next.watching().metrics(), first.watching().metrics())) {
            return "metrics";
        }
        AlertSettings alerts = next.watching().alerts();
        AlertSettings before = first.watching().alerts();
        if (alerts == null ? before != null : !alerts.isSameAs(before)) {
            return "alerts";
        }
        if (!next.keeping().ledger().isSame(first.keeping().ledger())) {
            return "ledger";
        }
        return next.zone().equals(first.zone()) ? null : "timezone";
    }

    @Override
    public void broken(List<Problem> problems) {
        reject(PolicyFile.oneLine(problems));
    }

    private void reject(String why) {
        System.err.println("bursar: the changed policy is not taken up, the old one stays in force: " + why);
        gate.tell(Kind.POLICY, "rejected", why, null);
    }
}
