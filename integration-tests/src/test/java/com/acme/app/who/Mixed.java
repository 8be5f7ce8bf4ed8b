// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who;

/** One class, three owners. */
public class Mixed {

    public String named(String customer) {
        return new Task(customer).call();
    }

    @Agent("marked")
    public String marked(String customer) {
        return new Task(customer).call();
    }

    public String nobodys(String customer) {
        return new Task(customer).call();
    }
}
