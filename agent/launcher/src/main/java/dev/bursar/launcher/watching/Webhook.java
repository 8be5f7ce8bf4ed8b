// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Posts alerts to an address. The client is the JDK's, which is woven by ourselves: a host that is no vendor's passes through. It is given
 * everything that it would otherwise take from what the application has set for the whole JVM: trust, proxies, cookies and passwords are not the
 * application's, and no class of it is called.
 */
final class Webhook implements Channel {

    private final String source;
    private @Nullable HttpClient client;

    /** What {@link #client} was made for: it brings no trust of its own for plain `http`, and no proxy. */
    private boolean secure;

    /** @param source where the address is; read again for each alert, so that a changed file is taken up */
    Webhook(String source) {
        this.source = source;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void send(byte[] json, Duration patience) throws Undelivered, InterruptedException {
        Address address;
        try {
            address = Address.read(source, System::getenv);
        } catch (Address.Unusable e) {
            throw new Undelivered(String.valueOf(e.getMessage()), true);
        }
        HttpRequest request = HttpRequest.newBuilder(address.uri())
                .header("Content-Type", "application/json")
                .header("User-Agent", "bursar")
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofByteArray(json))
                .build();
        CompletableFuture<HttpResponse<Void>> answer =
                client(address, patience).sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            // The request's own timeout ends with the head of the answer.
            int status = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status < 200 || status > 299) {
                throw new Undelivered(
                        "it answered " + status, status < 500 && status != 408 && status != 425 && status != 429);
            }
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Undelivered("it had not answered after " + patience.toMillis() + " ms", false);
        } catch (ExecutionException e) {
            // Only the kind of failure: an address may be in the message.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Undelivered("it failed with " + cause.getClass().getSimpleName(), false);
        }
    }

    private HttpClient client(Address address, Duration patience) throws Undelivered {
        HttpClient known = client;
        if (known == null || secure != address.isSecure()) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience)
                    .proxy(proxy(address));
            if (address.isSecure()) {
                builder.sslContext(trust());
            }
            known = builder.build();
            client = known;
            secure = address.isSecure();
        }
        return known;
    }

    /** The JDK's own trust, also where the application has set another for the whole JVM. */
    private static SSLContext trust() throws Undelivered {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new Undelivered("TLS is not to be had (" + e.getClass().getSimpleName() + ")", true);
        }
    }

    private static ProxySelector proxy(Address address) {
        String host = System.getProperty("https.proxyHost");
        if (!address.isSecure() || host == null || host.isBlank()) {
            return HttpClient.Builder.NO_PROXY;
        }
        return ProxySelector.of(new InetSocketAddress(host, Integer.getInteger("https.proxyPort", 443)));
    }
}
