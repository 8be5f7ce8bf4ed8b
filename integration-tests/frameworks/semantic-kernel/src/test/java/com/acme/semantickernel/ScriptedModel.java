// SPDX-License-Identifier: Apache-2.0
package com.acme.semantickernel;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers the HTTP requests that the client of OpenAI makes, one after the other as it was told, beginning anew after the last. No network. */
final class ScriptedModel implements HttpClient {

    /** A failure of the model, which the client does not repeat by itself. */
    static final String BROKEN = "";

    private final List<String> script;
    private final AtomicInteger next = new AtomicInteger();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    ScriptedModel(String... script) {
        this.script = List.of(script);
    }

    /** Calls a function with one argument, as often as said in one answer. */
    static String calls(String function, String argument, String value, int times) {
        StringBuilder calls = new StringBuilder();
        for (int i = 0; i < times; i++) {
            calls.append(i == 0 ? "" : ",").append("""
                    {"id":"call_%d","type":"function","function":{"name":"%s","arguments":"{\\"%s\\":\\"%s\\"}"}}""".formatted(i, function, argument, value));
        }
        return answer("\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + calls + "]", "tool_calls");
    }

    static String says(String text) {
        return answer("\"role\":\"assistant\",\"content\":\"" + text + "\"", "stop");
    }

    private static String answer(String message, String finish) {
        return """
                {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{%s},\
                "finish_reason":"%s"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""".formatted(message, finish);
    }

    /** The bodies of the requests. */
    List<String> heard() {
        return heard;
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.<HttpResponse>fromSupplier(() -> {
                    heard.add(request.getBodyAsBinaryData().toString());
                    String said = script.get(next.getAndIncrement() % script.size());
                    return said.equals(BROKEN) ? new Said(request, 400, "{}") : new Said(request, 200, said);
                })
                .subscribeOn(Schedulers.parallel());
    }

    private static final class Said extends HttpResponse {

        private final int status;
        private final byte[] body;

        Said(HttpRequest request, int status, String body) {
            super(request);
            this.status = status;
            this.body = body.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return getHeaders().getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/json");
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
