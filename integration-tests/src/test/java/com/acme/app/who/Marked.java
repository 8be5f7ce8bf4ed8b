// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who;

@Agent("marked")
public class Marked {

    public String work(String customer) {
        return new Task(customer).call();
    }
}
