// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import java.util.List;

/** {@code java.net.http}, waiting and not. */
class JdkHttpIT extends PlainHttp {

    @Override
    List<String> clients() {
        return List.of("send", "async");
    }
}
