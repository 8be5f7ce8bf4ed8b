// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes: what must match exactly before a key is put on.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case; an IPv6 address without brackets
 * @param port never the default placeholder: 80 or 443 are written out
 */
public record Origin(String scheme, String host, int port) {

    /**
     * @return {@code null} if {@code uri} has another scheme, no host, or user-info, which can make one host look like another
     */
    public static @Nullable Origin of(URI uri) {
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || host.isEmpty() || uri.getRawUserInfo() != null) {
            return null;
        }
        scheme = scheme.toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : -1;
        if (standard < 0) {
            return null;
        }
        return new Origin(scheme, plainHost(host), uri.getPort() < 0 ? standard : uri.getPort());
    }

    /** As {@link #of(URI)}; {@code null} too for what is not a URL. */
    public static @Nullable Origin of(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** A host as this record keeps it: lower case, no brackets, no final dot. */
    public static String plainHost(String host) {
        String plain = host.toLowerCase(Locale.ROOT);
        if (plain.startsWith("[") && plain.endsWith("]")) {
            plain = plain.substring(1, plain.length() - 1);
        }
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    @Override
    public String toString() {
        return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    // By hand, as in Operation: linking a record's own at run time costs start-up.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Origin origin
                && port == origin.port
                && host.equals(origin.host)
                && scheme.equals(origin.scheme);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * host.hashCode() + scheme.hashCode()) + port;
    }
}
