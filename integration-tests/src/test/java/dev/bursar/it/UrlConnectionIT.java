// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it;

import java.util.List;

/** {@code HttpURLConnection}. */
class UrlConnectionIT extends PlainHttp {

    @Override
    List<String> clients() {
        return List.of("connection");
    }
}
