// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.jdkhttp;

import dev.bursar.bridge.Door;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.Advice.AssignReturned.ToArguments.ToArgument;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** The outer hook: one call, before anything connects. */
public final class SendAdvice {

    private static final int ANSWERED = 3;
    private static final int SENDING = 4;

    private SendAdvice() {}

    /**
     * Decides on the call.
     *
     * @param executor {@code null} for {@code send}, which runs on the caller's own thread
     * @return {@code null} to leave everything as it is; else the request, body handler and push promise handler to go on with, or {@code
     *     null} for each and the answer; and last what {@link #exit} needs
     */
    @Advice.OnMethodEnter(inline = false, skipOn = Advice.OnNonDefaultValue.class, skipOnIndex = ANSWERED)
    @Advice.AssignReturned.ToArguments({
        @ToArgument(value = 0, index = 0, typing = Assigner.Typing.DYNAMIC),
        @ToArgument(value = 1, index = 1, typing = Assigner.Typing.DYNAMIC),
        @ToArgument(value = 2, index = 2, typing = Assigner.Typing.DYNAMIC)
    })
    public static @Nullable Object @Nullable [] enter(
            @Advice.Argument(0) @Nullable HttpRequest request,
            @Advice.Argument(1) HttpResponse.@Nullable BodyHandler<Object> handler,
            @Advice.Argument(2) HttpResponse.@Nullable PushPromiseHandler<Object> pushed,
            @Advice.Argument(3) @Nullable Executor executor) {
        try {
            if (request == null
                    || handler == null
                    || request.uri() == null
                    || !Door.watches(request.uri().getHost())
                    || "CONNECT".equals(request.method())) {
                return null;
            }
            Sending<Object> sending = Sending.open(request, handler, pushed, executor);
            return new @Nullable Object[] {
                sending.request(), sending.handler(), sending.pushed(), sending.answered(), sending
            };
        } catch (Throwable e) {
            // Unmarked it comes to the wire hook, which refuses it.
            Door.alarm("the hook of java.net.http failed with " + e.getClass().getName());
            return null;
        }
    }

    /** The future to give to the application; {@code null} leaves the client's own. */
    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    @Advice.AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    @SuppressWarnings("unchecked")
    public static @Nullable Object exit(
            @Advice.Enter @Nullable Object @Nullable [] entered,
            @Advice.Return @Nullable CompletableFuture<HttpResponse<Object>> returned,
            @Advice.Thrown @Nullable Throwable thrown) {
        if (entered == null) {
            return null;
        }
        if (entered[ANSWERED] != null) {
            return entered[ANSWERED];
        }
        Sending<Object> sending = (Sending<Object>) entered[SENDING];
        try {
            return sending == null ? null : sending.sent(returned, thrown);
        } catch (Throwable e) {
            // It is on its way: whatever went wrong here is not the application's.
            Door.alarm("the hook of java.net.http failed after sending with "
                    + e.getClass().getName());
            return null;
        }
    }
}
