// SPDX-License-Identifier: Apache-2.0
package com.acme.bench;

/** An application that calls nobody. */
public final class Idle {

    private Idle() {}

    public static void main(String[] arguments) {
        System.out.println("done");
    }
}
