// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j.billing;

import java.util.concurrent.Callable;

/** An agent of the application's own, whose method the policy calls a run. */
public final class Desk {

    public String serve(Callable<String> first, Callable<String> then) throws Exception {
        return first.call() + " " + then.call();
    }
}
