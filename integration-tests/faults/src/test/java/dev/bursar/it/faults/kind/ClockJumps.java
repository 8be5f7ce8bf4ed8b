// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import dev.bursar.it.faults.Breakage;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The clock of the whole JVM jumps, over the end of the cap's day and back, around a day of 25 hours and one of 23, and once in the middle of a load.
 * A day whose cap is full stays full.
 */
public final class ClockJumps implements Kind {

    @Override
    public String name() {
        return "clock jumps";
    }

    @Override
    public String how() {
        return "java.time.Clock shifted, forth and back, over both changes of summer time";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 10;
    }

    @Override
    public void round(Scene scene) {
        scene.zone("Europe/Berlin");
        Step middle = Step.of("exit ledger.LocalLedger reserve");
        Breakage breakage = new Breakage().clock();
        Desk desk = scene.open("first", breakage, at("2026-10-24T22:30:00Z"));
        expect(desk, Scene.FILLING, "2026-10-24T22:30:00Z", "a"); // the 25th, 00:30, of 25 hours
        expect(desk, 0, "2026-10-25T22:30:00Z", "b"); // the 25th still, 23:30
        expect(desk, Scene.FILLING, "2026-10-25T23:05:00Z", "c"); // the 26th
        expect(desk, 0, "2026-10-25T12:00:00Z", "d"); // set back: never refilled
        desk.kill();
        scene.check("after the kill");

        Desk second = scene.open("second", new Breakage().clock(), at("2026-10-25T13:00:00Z"));
        expect(second, 0, "2026-10-25T13:00:00Z", "e");
        expect(second, 0, "2026-10-26T13:00:00Z", "f");
        expect(second, Scene.FILLING, "2026-03-28T23:30:00Z", "g"); // the 29th of March, of 23 hours
        expect(second, 0, "2026-03-29T21:45:00Z", "h"); // the same, 23:45
        expect(second, Scene.FILLING, "2026-03-29T22:05:00Z", "i"); // the 30th
        second.kill();
        scene.check("after the second kill");

        // In the middle of a load, out of a day with room into one that is full, or the other way round.
        Instant empty = Instant.parse("2026-06-10T10:00:00Z");
        Instant full = Instant.parse("2026-10-25T12:00:00Z");
        boolean forth = scene.random.nextBoolean();
        Instant from = forth ? empty : full;
        Instant to = forth ? full : empty;
        Breakage jump = new Breakage().clock().shift(middle, 5 + scene.pick(20), Duration.between(Instant.now(), to));
        Desk third = scene.open("third", jump, at(from.toString())).arm();
        third.load(Scene.THREADS, Scene.CALLS, "cus_jump_");
        if (third.fired().isEmpty()) {
            throw new AssertionError("the clock did not jump\n" + third.text());
        }
        third.kill();
        scene.check("after a jump in the middle of a load");

        Desk last = scene.open("last", new Breakage().clock(), at("2026-11-02T10:00:00Z"));
        expect(last, Scene.FILLING, "2026-11-02T10:00:00Z", "z");
        last.end();
    }

    private static Map<String, String> at(String time) {
        return Map.of(
                "bursar.faults.shift",
                Duration.between(Instant.now(), Instant.parse(time)).toString());
    }

    private static void expect(Desk desk, int accepted, String time, String prefix) {
        desk.setClock(Instant.parse(time));
        int calls = accepted == 0 ? 6 : Scene.FILLING + 5;
        Outcome outcome = desk.load(Scene.THREADS, calls, "cus_" + prefix + "_");
        if (outcome.accepted() != accepted || outcome.of("bursar_cap_reached") != calls - accepted) {
            throw new AssertionError("at " + time + " should accept " + accepted + ": " + outcome + "\n" + desk.text());
        }
    }
}
