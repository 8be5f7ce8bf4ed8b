// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import dev.bursar.runtime.credential.SecretSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A webhook's address. It carries a secret more often than not: it prints as nothing, and no message holds it. */
record Address(URI uri) {

    /** There is no address to be used. The message names the source alone. */
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /**
     * @param source {@code env:NAME} or {@code file:/path}
     * @param environment gives {@code null} for what is not set
     */
    static Address read(String source, UnaryOperator<@Nullable String> environment) throws Unusable {
        String text = text(source, environment);
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new Unusable("what `" + source + "` holds is no address");
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw new Unusable("what `" + source + "` holds is no address of a host");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme())
                && !("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(host))) {
            throw new Unusable("the address in `" + source
                    + "` is not `https`; plain `http` is taken for loopback addresses only");
        }
        return new Address(uri);
    }

    private static String text(String source, UnaryOperator<@Nullable String> environment) throws Unusable {
        try {
            return SecretSource.of(source).text(environment);
        } catch (IOException e) {
            throw new Unusable(String.valueOf(e.getMessage()));
        }
    }

    boolean isSecure() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public String toString() {
        return "Address[hidden]";
    }
}
