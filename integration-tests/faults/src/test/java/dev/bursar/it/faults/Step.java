// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in Bursar where something can be broken.
 *
 * @param edge {@code enter}, {@code exit}, or {@code yes} to change what a question answers
 * @param type the class's full name, as it is in the shipped jar
 * @param often at least so many passages are there in a load of {@link Scene#CALLS} calls
 */
public record Step(String edge, String type, String method, int often) {

    private static final String ROOT = "dev.bursar.runtime.";

    /** Passed by every call. */
    private static final int CALL = Scene.FILLING - 2;
    /** Passed by every batch that the journal writes. */
    private static final int BATCH = 6;

    private static final int ONCE = 1;

    /** Every step of a call between its key and the record of its outcome, in order. */
    public static final List<Step> OF_A_CALL = steps(
            CALL,
            "exit gate.Key key",
            "enter gate.Reserve reserve",
            "exit ledger.LocalLedger reserve",
            "exit gate.Reserve reserve",
            "enter gate.CallPath send",
            "enter journal.RefusalMerger write",
            "enter journal.ChronicleJournal write",
            "enter journal.Writer write",
            "enter journal.Chain append",
            "enter journal.ChronicleStore zeroAhead",
            "enter journal.ChronicleStore append",
            "exit journal.ChronicleStore append",
            "exit journal.Chain append",
            "exit journal.Writer write",
            "exit journal.ChronicleJournal write",
            "enter idempotency.LocalActions admitted",
            "exit idempotency.LocalActions admitted",
            "exit gate.OpenCalls add",
            "exit gate.CallPath send",
            "enter gate.Dress dress",
            "exit gate.OpenCall leaves",
            "exit gate.Dress dress",
            "enter gate.OpenCall answered",
            "enter gate.Settle take",
            "enter gate.Hold settle",
            "exit ledger.LocalLedger settle",
            "exit idempotency.LocalActions done",
            "enter gate.Settle record",
            "enter journal.ChronicleJournal note",
            "exit journal.Writer note",
            "exit gate.Settle record");

    /** The same where the ledger is a Redis, and before and after it is asked. */
    public static final List<Step> OF_A_SHARED_CALL = shared();

    private static List<Step> shared() {
        List<Step> steps = new ArrayList<>();
        for (Step step : OF_A_CALL) {
            String type = step.type()
                    .replace("ledger.LocalLedger", "ledger.RedisLedger")
                    .replace("idempotency.LocalActions", "idempotency.RedisActions");
            steps.add(new Step(step.edge(), type, step.method(), step.often()));
        }
        steps.addAll(
                steps(CALL, "enter redis.SharedRedis run", "exit redis.Link answer", "exit redis.SharedRedis run"));
        return List.copyOf(steps);
    }

    /** What the journal's thread does for each batch. */
    public static final List<Step> OF_A_BATCH = steps(
            BATCH,
            "enter journal.Writer commit",
            "enter journal.Writer force",
            "enter journal.Chain force",
            "enter journal.ChronicleStore force",
            "exit journal.ChronicleStore force",
            "exit journal.Chain force",
            "exit journal.Writer commit");

    /** While a state directory is taken and a fresh directory of the journal is made. */
    public static final List<Step> OF_OPENING = steps(
            ONCE,
            "exit journal.StateDirectory take",
            "exit journal.Restoring begin",
            "exit journal.JournalReader replay",
            "enter journal.ChronicleJournal settle",
            "exit journal.ChronicleJournal settle",
            "enter journal.Chain open",
            "enter journal.ChronicleStore prepare",
            "exit journal.ChronicleStore write",
            "exit journal.StateDirectory force",
            "exit journal.ChronicleStore prepare",
            "enter journal.ChronicleStore warm",
            "exit journal.ChronicleStore warm",
            "exit journal.ChronicleStore create",
            "exit journal.Chain open",
            "exit journal.Writer start");

    /** While one directory of the journal is followed by the next. */
    public static final List<Step> OF_TURNING = steps(
            ONCE,
            "enter journal.Chain turnOver",
            "enter journal.ChronicleStore prepare",
            "exit journal.ChronicleStore write",
            "exit journal.StateDirectory force",
            "exit journal.ChronicleStore prepare",
            "exit journal.ChronicleStore warm",
            "exit journal.ChronicleStore create",
            "exit journal.Chain turnOver");

    /** Whether a directory of the journal has had its fill. */
    public static final Step FULL = steps(BATCH, "yes journal.Chain isFull").get(0);

    /** Everything above. */
    public static List<Step> all() {
        List<Step> all = new ArrayList<>(OF_A_CALL);
        all.addAll(OF_A_SHARED_CALL);
        all.addAll(OF_A_BATCH);
        all.addAll(OF_OPENING);
        all.addAll(OF_TURNING);
        all.add(FULL);
        return all;
    }

    /** One of those above, by its words. */
    public static Step of(String words) {
        String whole = words.replaceFirst(" ", " " + ROOT);
        return all().stream()
                .filter(step -> step.place().equals(whole))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(words));
    }

    private static List<Step> steps(int often, String... words) {
        List<Step> steps = new ArrayList<>();
        for (String each : words) {
            String[] word = each.split(" ", -1);
            steps.add(new Step(word[0], ROOT + word[1], word[2], often));
        }
        return List.copyOf(steps);
    }

    String place() {
        return edge + " " + type + " " + method;
    }

    /** For a person: {@code enter Chain#append}. */
    @Override
    public String toString() {
        return edge + " " + type.substring(type.lastIndexOf('.') + 1) + "#" + method;
    }
}
