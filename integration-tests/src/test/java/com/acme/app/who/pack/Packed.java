// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who.pack;

import com.acme.app.who.Task;

public class Packed {

    public String work(String customer) {
        return new Task(customer).call();
    }
}
