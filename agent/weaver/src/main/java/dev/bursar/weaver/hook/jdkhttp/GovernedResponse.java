// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The client's response, but for its requests: the application finds its own there, and no mark. */
final class GovernedResponse<T> implements HttpResponse<T> {

    private static final @Nullable MethodHandle CONNECTION_LABEL = connectionLabelHandle();

    private final HttpResponse<T> response;
    private final HttpRequest own;

    GovernedResponse(HttpResponse<T> response, HttpRequest own) {
        this.response = response;
        this.own = own;
    }

    @Override
    public HttpRequest request() {
        HttpRequest last = response.request();
        boolean redirected = !last.uri().equals(own.uri()) || !last.method().equals(own.method());
        return redirected ? GovernedRequest.unmarked(last) : own;
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return response.previousResponse().map(previous -> new GovernedResponse<>(previous, own));
    }

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public HttpHeaders headers() {
        return response.headers();
    }

    @Override
    public T body() {
        return response.body();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return response.sslSession();
    }

    @Override
    public URI uri() {
        return response.uri();
    }

    @Override
    public HttpClient.Version version() {
        return response.version();
    }

    /** A method of the interface since JDK 25. */
    public Optional<?> connectionLabel() {
        try {
            return CONNECTION_LABEL == null ? Optional.empty() : (Optional<?>) CONNECTION_LABEL.invoke(response);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            return Optional.empty();
        }
    }

    private static @Nullable MethodHandle connectionLabelHandle() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(HttpResponse.class, "connectionLabel", MethodType.methodType(Optional.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return response.toString();
    }
}
