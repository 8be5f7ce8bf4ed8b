// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import org.jspecify.annotations.Nullable;

/** One kind of fault: a row of the table. */
public interface Kind {

    /** As the table shows it. */
    String name();

    /** What stands in for the real thing, in a few words. */
    String how();

    /** How often the build tries it. */
    int small();

    /** How often {@code mvn -Pfaults verify} does. */
    int large();

    /** Why it cannot be tried on this machine; {@code null} if it can. */
    default @Nullable String unable() {
        return null;
    }

    /** One round, up to where the three invariants are asked for. */
    void round(Scene scene) throws Exception;
}
