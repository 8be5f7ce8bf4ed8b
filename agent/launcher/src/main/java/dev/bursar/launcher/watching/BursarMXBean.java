// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown through JMX as {@code dev.bursar:type=Bursar}. Of open types alone, so that any client reads it. */
public interface BursarMXBean {

    /** Calls decided on, by {@code caller operation decision}. */
    Map<String, Long> getCalls();

    /** Refused calls, by the refusal's code. */
    Map<String, Long> getRefusals();

    /** What became of calls that were let go, by {@code caller outcome}. */
    Map<String, Long> getOutcomes();

    /** By {@code caller cap}: {@code 37.01 spent, 0.00 held}. */
    Map<String, String> getCaps();

    /** Holds that await an outcome; -1 if that is not known. */
    long getOpenHolds();

    /** Holds that are charged because nobody knows their outcome; -1 if that is not known. */
    long getUnknownHolds();

    /** Why calls cannot be recorded at present; {@code null} if all is well. */
    @Nullable
    String getJournalTrouble();

    long getDeliveredAlerts();

    long getDroppedAlerts();

    /** All of it, as the text endpoint would say it. */
    String getText();
}
