// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

/** The idempotency key of an action. Pure, and the same in every release: an action begun by one is repeated by the next. */
public final class Keys {

    /** How every key made here begins. */
    public static final String PREFIX = "bursar_";

    /** How the name of every key of an application begins. */
    private static final String APPLICATION = "app_";

    private Keys() {}

    /**
     * The name under which a key that an application set itself is known here. Nothing of it can be read back, and two callers with the same
     * key never meet.
     */
    public static String ofApplication(String caller, String key) {
        return APPLICATION
                + new CanonicalHash("bursar application key 1")
                        .text(caller)
                        .text(key)
                        .hex();
    }

    /**
     * The key of one action.
     *
     * @param run id of the run
     * @param fingerprint {@link Fingerprints#identity}
     * @param n how many equal actions came before it in its attempt
     * @param refusals how often the vendor has definitely refused this action
     * @return 71 characters: letters, digits and an underscore
     */
    public static String of(String run, String caller, String fingerprint, int n, int refusals) {
        return PREFIX
                + new CanonicalHash("bursar key 1")
                        .text(run)
                        .text(caller)
                        .text(fingerprint)
                        .number(n)
                        .number(refusals)
                        .hex();
    }
}
