// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.simulator.Made;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every kind of fault in its small form, or, with {@code -Pfaults}, in its large one over all JDKs found; and the table of all. */
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {

    private static final boolean LARGE = "large".equals(System.getProperty("bursar.faults.form"));
    private static final long SEED = Long.getLong("bursar.faults.seed", 1);

    private static final FaultTable TABLE = new FaultTable(Kinds.ALL);

    @Test
    void every_step_that_is_broken_is_a_method_of_the_shipped_jar() throws IOException {
        assertThat(Step.all())
                .allSatisfy(step -> assertThat(ShippedMethods.of(step.type()))
                        .as("methods of %s", step.type())
                        .contains(step.method()));
    }

    @TestFactory
    List<DynamicTest> the_three_invariants_hold() {
        List<Map.Entry<Integer, Path>> jdks = LARGE
                ? List.copyOf(Jdks.found().entrySet())
                : List.of(Map.entry(Runtime.version().feature(), Jdks.own()));
        List<DynamicTest> rounds = new ArrayList<>();
        for (Kind kind : Kinds.ALL) {
            int many = kind.unable() != null ? 0 : LARGE ? kind.large() : kind.small();
            for (int round = 0; round < many; round++) {
                Map.Entry<Integer, Path> jdk = jdks.get(round % jdks.size());
                long seed = SEED * 1_000_003 + kind.name().hashCode() * 31L + round;
                rounds.add(DynamicTest.dynamicTest(
                        kind.name() + ", round " + (round + 1) + " of " + many + ", JDK " + jdk.getKey() + ", seed "
                                + seed,
                        () -> round(kind, jdk.getKey(), jdk.getValue(), seed)));
            }
        }
        return rounds;
    }

    static void round(Kind kind, int version, Path jdk, long seed) throws Exception {
        Path folder = Scene.WORK.resolve(Integer.toString(Kinds.ALL.indexOf(kind)) + "-" + Long.toHexString(seed));
        Trees.delete(folder);
        boolean ended = false;
        try (Scene scene = new Scene(folder, jdk, new Random(seed))) {
            try {
                kind.round(scene);
                scene.check("at the end", true);
                ended = true;
            } finally {
                long accepted =
                        scene.stripe.charges().stream().mapToLong(Made::amount).sum();
                TABLE.count(
                        kind,
                        version,
                        accepted,
                        scene.days() * Scene.CAP,
                        scene.broken().size(),
                        ended);
            }
            assertThat(scene.broken()).as("invariants broken").isEmpty();
        }
        Trees.delete(folder);
    }

    @AfterAll
    static void prints_the_table_and_fails_if_anything_is_broken_or_missing() throws IOException {
        TABLE.print(Path.of(System.getProperty("bursar.faults.table")));
        assertThat(TABLE.faults()).isEmpty();
    }
}
