// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

import java.util.List;

/** What is woven into one client, or one family of JDK classes. */
public interface Hook {

    /** As alarms and refusals name it: {@code stripe-java}, {@code java.net.http}. */
    String name();

    /** Every method that must carry advice. A governed class that lacks one of its joints has an unsupported shape: its calls are refused. */
    List<Joint> joints();

    /**
     * Methods that some supported versions have and others lack. Where a method of this name exists it must fit its joint and carry its
     * advice; where none does, nothing is missing.
     */
    default List<Joint> sometimes() {
        return List.of();
    }

    /**
     * Where the client keeps its own version, as {@code com.stripe.Stripe#VERSION}: a static final string, which alarms and refusals then
     * name. Empty for a part of the JDK, which has the JDK's version.
     */
    default String versionField() {
        return "";
    }

    /**
     * Whether a call could go out undecided where this hook is missing; then the class refuses to run. {@code false} for what only carries
     * identity from thread to thread: without it a call is nobody's and is refused later, so the class stays as it is and an alarm says so.
     */
    default boolean enforces() {
        return true;
    }
}
