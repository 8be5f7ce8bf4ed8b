// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.runtime.credential.Secret;
import dev.bursar.runtime.credential.WireAccess;
import dev.bursar.runtime.vendor.Vendor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The only place where a real key opens. Apart from {@link Dress}, because the command line, which has no bridge, sends requests too. */
final class RealKey {

    private RealKey() {}

    /**
     * The headers that make a request the caller's own, to be put on where it is written to the vendor.
     *
     * @param key the idempotency key; {@code null} for none
     */
    static Map<String, String> headers(Vendor vendor, Secret secret, @Nullable String key) {
        Map.Entry<String, String> authorization = vendor.authorization(secret.open(WireAccess.AT_THE_WIRE));
        Map<String, String> set = new LinkedHashMap<>();
        set.put(authorization.getKey(), authorization.getValue());
        if (key != null) {
            set.put(vendor.keyHeader(), key);
        }
        return set;
    }
}
