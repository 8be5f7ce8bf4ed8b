// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Door;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.weaver.hook.wire.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One governed connection: collects the request in the face that the application holds, decides when it is complete, and then either
 * answers here or lets the JDK's own connection speak. Redirects are the JDK's; each hop comes to the wire hook by itself.
 */
final class Conversation {

    /** How many conversations of this thread are speaking through the JDK's own connection; only looked at by the wire hook. */
    private static final ThreadLocal<@Nullable Boolean> UNDER_WAY = new ThreadLocal<>();

    private final Face face;
    private final HttpURLConnection raw;
    private final RequestHeaders requestHeaders;
    private @Nullable BodyOutput output;
    private boolean decided;
    private @Nullable Canned canned;
    private @Nullable Outcome outcome;

    private boolean responded;
    private @Nullable IOException failure;
    private int status = -1;
    private @Nullable WatchedStream body;

    Conversation(Face face, HttpURLConnection raw) {
        this.face = face;
        this.raw = raw;
        this.requestHeaders = new RequestHeaders(raw);
    }

    static boolean underWay() {
        return UNDER_WAY.get() != null;
    }

    private interface Speaking<T extends @Nullable Object> {
        T speak() throws IOException;
    }

    /** What goes wrong while the JDK's own connection speaks is the call's outcome. */
    private <T extends @Nullable Object> T speak(Speaking<T> speaking) throws IOException {
        Boolean before = UNDER_WAY.get();
        UNDER_WAY.set(true);
        try {
            return speaking.speak();
        } catch (IOException | RuntimeException e) {
            if (outcome != null) {
                outcome.failed(e);
            }
            throw e;
        } finally {
            if (before == null) {
                UNDER_WAY.remove();
            }
        }
    }

    // The request.

    synchronized void setRequestHeader(@Nullable String name, @Nullable String value) {
        checkNotFrozen();
        requestHeaders.set(name, value);
    }

    synchronized void addRequestHeader(@Nullable String name, @Nullable String value) {
        checkNotFrozen();
        requestHeaders.add(name, value);
    }

    synchronized @Nullable String requestHeader(@Nullable String name) {
        return requestHeaders.get(name);
    }

    synchronized Map<String, List<String>> requestHeaders() {
        checkNotFrozen();
        return raw.getRequestProperties();
    }

    private void checkNotFrozen() {
        if (face.frozen()) {
            throw new IllegalStateException("Already connected");
        }
    }

    synchronized void connect() throws IOException {
        if (decided || face.self().getDoOutput()) {
            // With a body to come nothing can be decided, so nothing may connect yet.
            face.freeze();
            return;
        }
        decide(new byte[0], null);
        if (canned == null) {
            speak(() -> {
                raw.connect();
                return true;
            });
        }
    }

    synchronized OutputStream output() throws IOException {
        HttpURLConnection self = face.self();
        if (!self.getDoOutput()) {
            throw new ProtocolException("cannot write to a URLConnection if doOutput=false - call setDoOutput(true)");
        }
        if (self.getRequestMethod().equals("GET")) {
            face.becomePost();
        }
        if (self.getRequestMethod().equals("TRACE")) {
            throw new ProtocolException("HTTP method TRACE doesn't support output");
        }
        if (output == null && (responded || decided)) {
            throw new ProtocolException("Cannot write output after reading input.");
        }
        if (output == null) {
            face.freeze();
            output = new BodyOutput(streaming(), face.fixedLength(), this::openOutput);
        }
        return output;
    }

    private boolean streaming() {
        return face.fixedLength() != -1 || face.chunkLength() != -1;
    }

    private synchronized @Nullable OutputStream openOutput(byte @Nullable [] bytes) throws IOException {
        decide(bytes, bytes == null ? tooLarge() : null);
        return canned == null ? speak(raw::getOutputStream) : null;
    }

    private static String tooLarge() {
        return "the body is larger than " + CallView.MAX_BODY + " bytes";
    }

    private void decide(byte @Nullable [] bytes, @Nullable String problem) throws ProtocolException {
        if (decided) {
            return;
        }
        decided = true;
        face.freeze();
        HttpURLConnection self = face.self();
        String method = self.getRequestMethod();
        configure(self, method);
        GovernedCall call = null;
        try {
            call = Door.open(new CallView(
                    "HttpURLConnection", method, raw.getURL().toString(), requestHeaders.list(), bytes, problem));
        } catch (Throwable e) {
            // Unmarked it comes to the wire hook, which refuses it.
            Door.alarm(
                    "the hook of HttpURLConnection failed with " + e.getClass().getName());
        }
        if (call == null) {
            return;
        }
        Answer answer = call.answer();
        if (answer != null) {
            canned = new Canned(answer, method.equals("HEAD"));
            return;
        }
        outcome = new Outcome(call);
        raw.setRequestProperty(GovernedCall.MARK, call.mark());
    }

    private void configure(HttpURLConnection self, String method) throws ProtocolException {
        if (!method.equals(raw.getRequestMethod())) {
            try {
                raw.setRequestMethod(method);
            } catch (ProtocolException e) {
                force(method, e);
            }
        }
        raw.setDoInput(self.getDoInput());
        raw.setDoOutput(self.getDoOutput());
        raw.setUseCaches(self.getUseCaches());
        raw.setIfModifiedSince(self.getIfModifiedSince());
        raw.setAllowUserInteraction(self.getAllowUserInteraction());
        raw.setConnectTimeout(self.getConnectTimeout());
        raw.setInstanceFollowRedirects(self.getInstanceFollowRedirects());
        if (face.fixedLength() != -1) {
            raw.setFixedLengthStreamingMode(face.fixedLength());
        } else if (face.chunkLength() != -1) {
            raw.setChunkedStreamingMode(face.chunkLength());
        }
    }

    /** A method that the JDK does not know can only have come into our field by reflection; so it goes on in the same way. */
    private void force(String method, ProtocolException unknown) throws ProtocolException {
        try {
            HttpURLConnection target = raw;
            if (raw instanceof javax.net.ssl.HttpsURLConnection) {
                Field delegate = raw.getClass().getDeclaredField("delegate");
                delegate.setAccessible(true);
                target = (HttpURLConnection) delegate.get(raw);
            }
            Field field = HttpURLConnection.class.getDeclaredField("method");
            field.setAccessible(true);
            field.set(raw, method);
            field.set(target, method);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw unknown;
        }
    }

    // The response.

    private synchronized void respond() throws IOException {
        if (!responded) {
            responded = true;
            try {
                complete();
                if (canned == null) {
                    listen();
                }
            } catch (IOException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = new IOException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The request is over: what can be decided is decided now, and what is allowed goes out. */
    private void complete() throws IOException {
        if (streaming()) {
            output().close();
            IOException broken = output == null ? null : output.failure();
            if (broken != null) {
                throw broken;
            }
            return;
        }
        byte[] kept = output == null ? new byte[0] : output.kept();
        boolean tooLarge = kept.length > CallView.MAX_BODY;
        decide(tooLarge ? null : kept, tooLarge ? tooLarge() : null);
        if (output != null && canned == null) {
            output.close();
            try (OutputStream real = speak(raw::getOutputStream)) {
                real.write(kept);
            }
        }
    }

    private void listen() throws IOException {
        status = speak(raw::getResponseCode);
        Outcome watched = outcome;
        if (watched == null) {
            return;
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        raw.getHeaderFields().forEach((name, values) -> {
            if (name != null) {
                values.forEach(value -> headers.add(Map.entry(name, value == null ? "" : value)));
            }
        });
        boolean empty = raw.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
        watched.head(status, headers, empty);
        InputStream real =
                status >= 400 ? raw.getErrorStream() : face.self().getDoInput() ? speak(raw::getInputStream) : null;
        if (real == null) {
            watched.end();
            return;
        }
        body = new WatchedStream(real, watched);
        String type = raw.getContentType();
        if (type == null || !type.startsWith("text/event-stream")) {
            body.readAhead();
        }
    }

    InputStream input() throws IOException {
        if (!face.self().getDoInput()) {
            throw new ProtocolException("Cannot read from URLConnection if doInput=false (call setDoInput(true))");
        }
        respond();
        if (canned != null) {
            return canned.input(raw.getURL());
        }
        InputStream real = raw.getInputStream();
        return body == null ? real : body;
    }

    synchronized @Nullable InputStream errors() {
        if (!responded || failure != null) {
            return null;
        }
        if (canned != null) {
            return canned.errors();
        }
        InputStream real = raw.getErrorStream();
        return real == null || body == null ? real : body;
    }

    int status() throws IOException {
        respond();
        return canned != null ? canned.status() : status;
    }

    @Nullable
    String message() throws IOException {
        respond();
        return canned != null ? canned.message() : raw.getResponseMessage();
    }

    /** Whether there are headers to be asked for; after a failure the JDK's own connection is not to be asked again. */
    private boolean heard() {
        try {
            respond();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Nullable
    String header(@Nullable String name) {
        return !heard() ? null : canned != null ? canned.header(name) : raw.getHeaderField(name);
    }

    @Nullable
    String header(int n) {
        return !heard() ? null : canned != null ? canned.header(n) : raw.getHeaderField(n);
    }

    @Nullable
    String headerName(int n) {
        return !heard() ? null : canned != null ? canned.headerName(n) : raw.getHeaderFieldKey(n);
    }

    Map<String, List<String>> headers() {
        return !heard() ? Map.of() : canned != null ? canned.headers() : raw.getHeaderFields();
    }

    void disconnect() {
        raw.disconnect();
        Outcome watched = outcome;
        if (watched != null) {
            watched.givenUp();
        }
    }
}
