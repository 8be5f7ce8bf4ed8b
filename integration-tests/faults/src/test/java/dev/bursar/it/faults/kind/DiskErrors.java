// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A step of the journal's thread fails once or several times; calls are refused, then served again by the same process, which is then killed. */
public final class DiskErrors implements Kind {

    private static final List<Step> WRITING = List.of(
            Step.of("enter journal.ChronicleStore zeroAhead"),
            Step.of("enter journal.ChronicleStore append"),
            Step.of("enter journal.ChronicleStore force"),
            Step.of("exit journal.ChronicleStore force"));

    /** Of the attempts to go on in a fresh directory. */
    private static final List<Step> MAKING = List.of(
            Step.of("enter journal.ChronicleStore prepare"),
            Step.of("exit journal.ChronicleStore write"),
            Step.of("exit journal.StateDirectory force"),
            Step.of("enter journal.ChronicleStore warm"));

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final String name;
    private final String how;
    /** {@code null} for the error that the JVM throws under a memory map. */
    private final @Nullable String message;

    private DiskErrors(String name, String how, @Nullable String message) {
        this.name = name;
        this.how = how;
        this.message = message;
    }

    public static Kind full() {
        return new DiskErrors("full disk", "IOException in the journal's thread", "No space left on device");
    }

    public static Kind eio() {
        return new DiskErrors("EIO", "IOException in the journal's thread", "Input/output error");
    }

    public static Kind readOnly() {
        return new DiskErrors(
                "turned read-only while running", "IOException in the journal's thread", "Read-only file system");
    }

    public static Kind underTheMap() {
        return new DiskErrors("error under the memory map", "InternalError in the journal's thread", null);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String how() {
        return how;
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 20;
    }

    @Override
    public void round(Scene scene) {
        Step step = scene.pick(WRITING);
        Breakage breakage = new Breakage();
        fail(breakage, step, 1 + scene.pick(step.often() / 2), 1 + scene.pick(3));
        fail(breakage, scene.pick(MAKING), 1, 1 + scene.pick(3));
        Desk desk = scene.open("first", breakage);
        desk.load(1, 1, "cus_one_");
        Outcome outcome = desk.arm().load(Scene.THREADS, Scene.CALLS, "cus_first_");
        if (outcome.of("bursar_journal") == 0) {
            throw new AssertionError("nothing was refused: " + outcome + "\n" + desk.fired() + desk.text());
        }
        servesAgain(desk);
        desk.kill();
        scene.check("after the kill");
        scene.fill("last");
    }

    private void fail(Breakage breakage, Step step, int passage, int times) {
        if (message == null) {
            breakage.fault(step, passage, times);
        } else {
            breakage.fail(step, passage, times, message);
        }
    }

    /** Waits until a call is decided on by the cap again. */
    static void servesAgain(Desk desk) {
        int[] asked = {0};
        desk.await("a call that is served", PATIENCE, () -> {
            Outcome outcome = desk.load(1, 1, "cus_again" + asked[0]++ + "_");
            return outcome.accepted() + outcome.of("bursar_cap_reached") == 1;
        });
    }
}
