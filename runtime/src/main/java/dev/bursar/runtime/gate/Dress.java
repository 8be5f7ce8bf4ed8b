// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.credential.Secret;
import dev.bursar.runtime.vendor.Vendor;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stage at the wire, once per attempt and hop: puts the key on if this is the very request that was decided on, going to the vendor's own
 * scheme, host and port; strips the mark in any case; refuses a vendor's origin that no decision stands behind.
 */
final class Dress {

    private static final String MARK = GovernedCall.MARK.toLowerCase(Locale.ROOT);
    private static final Dressing STRIP_MARK = new Dressing(Set.of(MARK), Map.of());

    private final OpenCalls open;

    Dress(OpenCalls open) {
        this.open = open;
    }

    Dressing dress(@Nullable String mark, String method, String url, InForce inForce) throws IOException {
        MarkedCall call = mark == null ? null : open.get(mark);
        if (call instanceof ObservedCall || (call instanceof OpenCall decided && decided.observed())) {
            return STRIP_MARK;
        }
        if (mark == null && inForce.mode(List.of(), false) == Mode.OBSERVE) {
            return Dressing.NONE;
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IOException("bursar: the address of this request is not a valid URL, so it is not sent");
        }
        Origin origin = Origin.of(uri);
        Vendor vendor = origin == null ? null : inForce.vendors().at(origin);
        if (vendor == null) {
            if (origin == null && uri.getHost() != null && inForce.vendors().watches(uri.getHost())) {
                throw new IOException("bursar: a vendor's address must not carry user-info; nothing is sent");
            }
            if (call instanceof OpenCall elsewhere) {
                // A redirect: what comes back is not the vendor's word on the first attempt.
                leave(elsewhere);
            }
            return mark == null ? Dressing.NONE : STRIP_MARK;
        }
        if (call instanceof OpenCall decided) {
            return dress(decided, method, uri);
        }
        throw new IOException("bursar: this request to " + origin + " was not decided on, so it is not sent");
    }

    private static void leave(OpenCall call) throws IOException {
        if (!call.leaves()) {
            throw new IOException("bursar: the call that this request belongs to has ended, so it is not sent");
        }
    }

    private static Dressing dress(OpenCall call, String method, URI uri) throws IOException {
        Secret secret = call.secret();
        if (secret == null || !call.isFor(method, Identify.target(uri))) {
            throw new IOException("bursar: the request was changed or redirected after it was decided on (decided: `"
                    + call.call().operation() + "`), so it is not sent");
        }
        Vendor vendor = call.call().vendor();
        Map<String, String> set = RealKey.headers(vendor, secret, call.keyed().key());
        Set<String> stripped = new HashSet<>(Set.of(MARK));
        set.keySet().forEach(name -> stripped.add(name.toLowerCase(Locale.ROOT)));
        leave(call);
        return new Dressing(stripped, set);
    }
}
