// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.util.Locale;

/**
 * A column of a table.
 *
 * @param label its heading
 * @param kind how it is set and sorted
 */
record Column(String label, Kind kind) {

    /** How a column is set and sorted. */
    enum Kind {
        TEXT,
        /** A text out of few that are known, and short. */
        WORD,
        /** Ids and the like: may be broken anywhere. */
        CODE,
        TIME,
        NUMBER,
        MONEY,
        /** A number with a bar beside it. */
        BAR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Column of(String label, Kind kind) {
        return new Column(label, kind);
    }
}
