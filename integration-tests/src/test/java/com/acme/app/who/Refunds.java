// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** May refund, which billing may not. */
public class Refunds {

    public String work(String customer) {
        return new Task(customer).call();
    }

    public String refund(String charge) {
        return Task.refund(charge);
    }

    public <T> Future<T> submit(ExecutorService pool, Callable<T> task) {
        return pool.submit(task);
    }
}
