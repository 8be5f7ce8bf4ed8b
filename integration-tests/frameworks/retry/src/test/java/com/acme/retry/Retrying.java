// SPDX-License-Identifier: Apache-2.0
package com.acme.retry;

import java.util.concurrent.Callable;

/** One way of trying again, at most three times, what threw an {@link OutputRejected}. */
public interface Retrying {

    /** The result, or the exception as it reached the application. */
    String run(Callable<String> work) throws Exception;
}
