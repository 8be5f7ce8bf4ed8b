// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a shared ledger is, and how it is spoken to.
 *
 * @param kind what stands at the hosts
 * @param hosts one for a single server, else where to begin asking
 * @param master of Sentinels the name of the master they watch; {@code null} otherwise
 * @param database its number; 0 for a cluster
 * @param tls whether the connection is encrypted, and the server's certificate and name checked
 * @param user {@code null} for the default one
 * @param password asked for at each new connection; {@code null} if there is none. Never shown
 * @param prefix begins every key; inside braces, so that a cluster keeps all keys of a ledger together
 * @param timeout for each of connecting, waiting for a free connection, and being answered
 * @param replicas how many replicas must confirm a reservation
 */
public record RedisAddress(
        Kind kind,
        List<Host> hosts,
        @Nullable String master,
        int database,
        boolean tls,
        @Nullable String user,
        @Nullable Supplier<String> password,
        String prefix,
        Duration timeout,
        int replicas) {

    /** What stands at an address. */
    public enum Kind {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** One server. */
    public record Host(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    public RedisAddress {
        hosts = List.copyOf(hosts);
    }

    /** Where it is, without who asks. */
    @Override
    public String toString() {
        return kind + " " + hosts + (master == null ? "" : " " + master) + "/" + database + " " + prefix;
    }
}
