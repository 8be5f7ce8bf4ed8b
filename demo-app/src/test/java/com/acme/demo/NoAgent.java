// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

/** An agent that changes nothing, so that the application runs as it would without one. */
public final class NoAgent {
    private NoAgent() {}

    public static void premain(String policy) {
        System.out.println("policy " + policy);
    }

    public static void main(String[] args) {
        System.out.println("ran " + String.join(" ", args));
    }
}
