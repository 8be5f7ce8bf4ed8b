// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.io.OutputStream;

/**
 * The simulator as a process: {@code SimulatorMain [name=secret[:permission,permission]]...}. Prints
 * {@code listening on <port>} and serves until its standard input ends, so that it never outlives who started it.
 */
public final class SimulatorMain {
    private SimulatorMain() {}

    public static void main(String[] args) throws Exception {
        try (StripeSimulator simulator = StripeSimulator.start()) {
            for (String arg : args) {
                simulator.accept(key(arg));
            }
            System.out.println("listening on " + simulator.port());
            System.out.flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    static SimKey key(String arg) {
        int equals = arg.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "a key is written `name=secret` or `name=secret:permission,permission`; an argument has no name");
        }
        String name = arg.substring(0, equals);
        int colon = arg.indexOf(':', equals);
        return colon < 0
                ? SimKey.unrestricted(name, arg.substring(equals + 1))
                : SimKey.restricted(
                        name,
                        arg.substring(equals + 1, colon),
                        arg.substring(colon + 1).split(",", -1));
    }
}
