// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.util.List;

/** Governs {@code java.net.HttpURLConnection}, with and without TLS. */
public final class UrlConnectionHook implements Hook {

    private static final String ADVICE = "dev.bursar.weaver.hook.urlconnection.";
    private static final String OPEN = "(Ljava/net/URL;Ljava/net/Proxy;)Ljava/net/URLConnection;";

    @Override
    public String name() {
        return "HttpURLConnection";
    }

    @Override
    public List<Joint> joints() {
        return List.of(
                new Joint("sun.net.www.protocol.http.Handler", "openConnection", OPEN, ADVICE + "OpenAdvice"),
                new Joint("sun.net.www.protocol.https.Handler", "openConnection", OPEN, ADVICE + "OpenAdvice"),
                new Joint(
                        "sun.net.www.http.HttpClient",
                        "writeRequests",
                        "(Lsun/net/www/MessageHeader;Lsun/net/www/http/PosterOutputStream;)V",
                        ADVICE + "HeadAdvice"));
    }
}
