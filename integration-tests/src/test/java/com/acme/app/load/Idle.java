// SPDX-License-Identifier: Apache-2.0
package com.acme.app.load;

/** Uses no library at all. */
public final class Idle {

    private Idle() {}

    public static void main(String[] arguments) {
        System.out.println("nothing to do");
    }
}
