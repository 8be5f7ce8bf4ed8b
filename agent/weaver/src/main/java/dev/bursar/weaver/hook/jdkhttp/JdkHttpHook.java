// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.weaver.hook.Hook;
import dev.bursar.weaver.hook.Joint;
import java.util.List;

/** Governs {@code java.net.http.HttpClient}: {@code send} and {@code sendAsync}, HTTP/1.1 and HTTP/2. */
public final class JdkHttpHook implements Hook {

    private static final String CLIENT = "jdk.internal.net.http.";
    private static final String ADVICE = "dev.bursar.weaver.hook.jdkhttp.";

    @Override
    public String name() {
        return "java.net.http";
    }

    @Override
    public List<Joint> joints() {
        return List.of(
                new Joint(
                        CLIENT + "HttpClientImpl",
                        "sendAsync",
                        "(Ljava/net/http/HttpRequest;Ljava/net/http/HttpResponse$BodyHandler;"
                                + "Ljava/net/http/HttpResponse$PushPromiseHandler;Ljava/util/concurrent/Executor;)"
                                + "Ljava/util/concurrent/CompletableFuture;",
                        ADVICE + "SendAdvice"),
                new Joint(CLIENT + "Http1Request", "headers", "()Ljava/util/List;", ADVICE + "Http1HeadAdvice"),
                new Joint(
                        CLIENT + "Stream",
                        "headerFrame",
                        "(J)Ljdk/internal/net/http/frame/OutgoingHeaders;",
                        ADVICE + "Http2HeadAdvice"),
                new Joint(
                        CLIENT + "HttpRequestImpl",
                        "getUserHeaders",
                        "()Ljava/net/http/HttpHeaders;",
                        ADVICE + "Http2FieldsAdvice"));
    }
}
