// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.journal.ForceListener;
import dev.bursar.runtime.watching.CallWatcher;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Events for the flight recorder; they are made only while a recording wants them. */
final class FlightEvents implements CallWatcher, ForceListener {

    /** @return {@code null} in a JVM without a flight recorder: a run-time image of the application's own may leave it out */
    static @Nullable FlightEvents ifPresent() {
        return ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? new FlightEvents() : null;
    }

    private FlightEvents() {}

    @Name("dev.bursar.Call")
    @Label("Governed Call")
    @Category("Bursar")
    @Description("A call to a paid API that was decided on")
    @StackTrace(false)
    static final class CallEvent extends Event {

        @Label("Caller")
        @Nullable
        String caller;

        @Label("Operation")
        @Nullable
        String operation;

        @Label("Decision")
        @Nullable
        String decision;

        @Label("Reason")
        @Description("The code of a refusal")
        @Nullable
        String reason;

        @Label("Amount")
        @Description("The most it can move, with its currency")
        @Nullable
        String amount;

        @Label("Deciding")
        @Timespan(Timespan.NANOSECONDS)
        long deciding;

        @Label("Waiting for the Journal")
        @Timespan(Timespan.NANOSECONDS)
        long journal;
    }

    @Name("dev.bursar.JournalForce")
    @Label("Journal Force")
    @Category("Bursar")
    @Description("The journal was forced to the disk")
    @StackTrace(false)
    static final class ForceEvent extends Event {

        @Label("Entries")
        @Description("How many entries had been appended since the last time")
        int entries;

        @Label("Forcing")
        @Timespan(Timespan.NANOSECONDS)
        long forcing;
    }

    @Override
    public void decided(Decided call) {
        CallEvent event = new CallEvent();
        if (event.isEnabled()) {
            Money amount = call.amount();
            event.caller = call.caller();
            event.operation = call.operation();
            event.decision = call.decision();
            event.reason = call.reason();
            event.amount = amount == null ? null : amount.toString();
            event.deciding = call.decidingNanos();
            event.journal = call.journalNanos();
            event.commit();
        }
    }

    @Override
    public void settled(@Nullable String caller, @Nullable String operation, String outcome) {}

    @Override
    public void forced(int entries, long nanos) {
        ForceEvent event = new ForceEvent();
        if (event.isEnabled()) {
            event.entries = entries;
            event.forcing = nanos;
            event.commit();
        }
    }
}
