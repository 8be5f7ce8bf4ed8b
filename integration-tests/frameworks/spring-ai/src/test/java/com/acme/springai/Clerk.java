// SPDX-License-Identifier: Apache-2.0
package com.acme.springai;

import org.jspecify.annotations.Nullable;

/** An agent of the desk's. */
final class Clerk {

    private Clerk() {}

    static @Nullable String call(ScriptedModel model, Object tools) {
        return Kiosk.ask(model, tools).call().content();
    }
}
