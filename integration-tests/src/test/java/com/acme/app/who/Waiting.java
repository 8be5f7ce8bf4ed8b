// SPDX-License-Identifier: Apache-2.0
package com.acme.app.who;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Nobody's, and late. */
final class Waiting implements Callable<String> {

    private final CountDownLatch until;
    private final Task task;

    Waiting(CountDownLatch until, Task task) {
        this.until = until;
        this.task = task;
    }

    @Override
    public String call() throws InterruptedException {
        until.await(30, TimeUnit.SECONDS);
        return task.call();
    }
}
