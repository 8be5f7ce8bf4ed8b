// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where money is counted. */
public sealed interface LedgerSettings {

    /** Whether {@code other} says the same, wherever it stands in its file. */
    default boolean isSame(LedgerSettings other) {
        return equals(other);
    }

    /** In this process alone, rebuilt from its journal. */
    record Local() implements LedgerSettings {}

    /**
     * In a Redis that several processes share.
     *
     * @param form what stands at the hosts
     * @param hosts one for a single server, else where to begin asking
     * @param master of Sentinels the name of the master; {@code null} otherwise
     * @param database its number; 0 for a cluster
     * @param tls whether the connection is encrypted
     * @param user {@code null} for the default one
     * @param password {@code env:NAME} or {@code file:/path}; {@code null} if there is none
     * @param prefix begins every key
     * @param timeout for connecting, and for each answer
     * @param replicas how many replicas must confirm a reservation
     * @param refusesReads whether calls that move no money but need the ledger are refused too when it cannot answer
     * @param place of the password, or else of the ledger
     */
    record Redis(
            Form form,
            List<Host> hosts,
            @Nullable String master,
            int database,
            boolean tls,
            @Nullable String user,
            @Nullable String password,
            String prefix,
            Duration timeout,
            int replicas,
            boolean refusesReads,
            Place place)
            implements LedgerSettings {

        public Redis {
            hosts = List.copyOf(hosts);
        }

        @Override
        public boolean isSame(LedgerSettings other) {
            return other instanceof Redis redis && equals(redis.at(place));
        }

        private Redis at(Place elsewhere) {
            return new Redis(
                    form,
                    hosts,
                    master,
                    database,
                    tls,
                    user,
                    password,
                    prefix,
                    timeout,
                    replicas,
                    refusesReads,
                    elsewhere);
        }
    }

    /** What stands at the address of a Redis. */
    enum Form {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** One server. */
    record Host(String name, int port) {}
}
