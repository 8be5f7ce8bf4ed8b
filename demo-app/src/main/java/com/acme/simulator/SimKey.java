// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.util.Set;

/**
 * A key that the simulator accepts.
 *
 * @param name what the ledger calls it; never secret
 * @param secret what a client must present as bearer
 * @param unrestricted whether it may do everything; then {@code permissions} is empty
 * @param permissions such as {@code charges:write}; writing includes reading
 */
public record SimKey(String name, String secret, boolean unrestricted, Set<String> permissions) {

    public SimKey {
        permissions = Set.copyOf(permissions);
    }

    /** A key that may do everything, as {@code sk_test_...} may. */
    public static SimKey unrestricted(String name, String secret) {
        return new SimKey(name, secret, true, Set.of());
    }

    /** A key with just these permissions, as {@code rk_test_...} has. */
    public static SimKey restricted(String name, String secret, String... permissions) {
        return new SimKey(name, secret, false, Set.of(permissions));
    }

    boolean may(String resource, boolean write) {
        return unrestricted
                || permissions.contains(resource + ":write")
                || (!write && permissions.contains(resource + ":read"));
    }

    @Override
    public String toString() {
        return "SimKey[" + name + "]";
    }
}
