// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import java.util.Locale;

/** The span over which a cap counts. Calendar windows begin in the policy's time zone; a week begins on Monday. */
public enum Window {
    CALL,
    RUN,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH;

    /** Whether this window is a stretch of calendar time. */
    public boolean isCalendar() {
        return compareTo(MINUTE) >= 0;
    }

    /** The word a policy uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
