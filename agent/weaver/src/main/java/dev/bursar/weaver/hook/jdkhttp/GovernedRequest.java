// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.GovernedCall;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as it was when it was decided on, with other headers or another body than the application's object has. */
final class GovernedRequest extends HttpRequest {

    private final HttpRequest original;
    private final URI uri;
    private final String method;
    private final HttpHeaders headers;
    private final @Nullable BodyPublisher body;

    private GovernedRequest(HttpRequest original, HttpHeaders headers, @Nullable BodyPublisher body) {
        this.original = original;
        this.uri = original.uri();
        this.method = original.method() == null ? "GET" : original.method();
        this.headers = headers;
        this.body = body;
    }

    /** Reads everything once, so that what is decided on is what is sent even if the application's object changes its mind. */
    static GovernedRequest snapshot(HttpRequest request) {
        return new GovernedRequest(
                request, request.headers(), request.bodyPublisher().orElse(null));
    }

    GovernedRequest with(@Nullable BodyPublisher replayed, @Nullable String mark) {
        Map<String, List<String>> marked = new LinkedHashMap<>(headers.map());
        marked.keySet().removeIf(name -> mark != null && name.equalsIgnoreCase(GovernedCall.MARK));
        if (mark != null) {
            marked.put(GovernedCall.MARK, List.of(mark));
        }
        return new GovernedRequest(this, HttpHeaders.of(marked, (name, value) -> true), replayed);
    }

    /** The request of a later hop, as the application may see it. */
    static HttpRequest unmarked(HttpRequest request) {
        return new GovernedRequest(
                request,
                HttpHeaders.of(request.headers().map(), (name, value) -> !name.equalsIgnoreCase(GovernedCall.MARK)),
                request.bodyPublisher().orElse(null));
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
        return Optional.ofNullable(body);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public Optional<Duration> timeout() {
        return original.timeout();
    }

    @Override
    public boolean expectContinue() {
        return original.expectContinue();
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public Optional<HttpClient.Version> version() {
        return original.version();
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }

    /** As the JDK's own: no headers. */
    @Override
    public String toString() {
        return uri + " " + method;
    }
}
