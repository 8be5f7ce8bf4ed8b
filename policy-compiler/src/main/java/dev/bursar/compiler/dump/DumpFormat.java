// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.dump;

import dev.bursar.runtime.journal.Recorded;

/** One way of showing records. The text is complete lines. */
public interface DumpFormat {

    /** What comes before the first record, and is there even if none comes. */
    default String header() {
        return "";
    }

    /** One record. */
    String line(Recorded recorded);
}
