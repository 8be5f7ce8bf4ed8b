// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.testing;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.Door;
import dev.bursar.bridge.Dressing;
import dev.bursar.bridge.Gate;
import dev.bursar.bridge.GovernedCall;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the door of the test JVM and remembers. A door takes one gate for good, so all tests share this one: {@link #reset} it
 * before each. It never sits in front of an address that was not {@linkplain #govern governed}.
 */
public final class RecordingGate implements Gate {

    private static final RecordingGate INSTANCE = new RecordingGate();

    private final Set<String> origins = ConcurrentHashMap.newKeySet();
    private final Map<String, Call> calls = new ConcurrentHashMap<>();
    private final List<CallView> views = new CopyOnWriteArrayList<>();
    private final List<Call> opened = new CopyOnWriteArrayList<>();
    private final List<Dressed> dressed = new CopyOnWriteArrayList<>();
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private volatile @Nullable Answer answer;
    private volatile String key = "";
    private volatile int bodyBytesWanted;
    private volatile boolean keepKeys;
    private volatile Identity identity = Identity.NONE;

    private RecordingGate() {}

    /** One question of a wire hook, with what it was told; {@code dressing} is {@code null} if it was told to send nothing. */
    public record Dressed(
            @Nullable String mark,
            String method,
            String url,
            @Nullable Dressing dressing) {}

    /** The gate of this JVM, put behind the door if it was not. */
    public static RecordingGate installed() {
        Door.install(INSTANCE);
        return INSTANCE;
    }

    /** Forgets everything: nothing is governed. */
    public RecordingGate reset() {
        origins.clear();
        calls.clear();
        views.clear();
        opened.clear();
        dressed.clear();
        alarms.clear();
        answer = null;
        key = "";
        bodyBytesWanted = 0;
        keepKeys = false;
        identity = Identity.NONE;
        return this;
    }

    /** Only observes the calls opened from now on: the application's key stays on them. */
    public RecordingGate keepKeys() {
        keepKeys = true;
        return this;
    }

    /** Answers questions about boundaries and scopes by {@code next}. */
    public RecordingGate identity(Identity next) {
        identity = next;
        return this;
    }

    /** Treats requests to this origin, such as {@code http://127.0.0.1:4242}, as a vendor's. */
    public RecordingGate govern(String origin) {
        origins.add(origin.toLowerCase(Locale.ROOT));
        return this;
    }

    /** Answers every call opened from now on, and nothing is sent; {@code null} lets them go out. */
    public RecordingGate answer(@Nullable Answer next) {
        answer = next;
        return this;
    }

    /** Dresses governed calls with {@code Authorization: Bearer key}. */
    public RecordingGate key(String next) {
        key = next;
        return this;
    }

    /** How much of a response's body calls opened from now on want. */
    public RecordingGate wantBody(int bytes) {
        bodyBytesWanted = bytes;
        return this;
    }

    /** Every view that an outer hook showed and that was governed, in order. */
    public List<CallView> views() {
        return views;
    }

    /** The calls opened, in order. */
    public List<Call> calls() {
        return opened;
    }

    /** What wire hooks asked about governed origins, or with a mark, in order. */
    public List<Dressed> dressed() {
        return dressed;
    }

    /** What {@link #alarm} was told. */
    public List<String> alarms() {
        return alarms;
    }

    private boolean governs(String url) {
        URI uri = URI.create(url);
        return uri.getRawUserInfo() == null
                && origins.contains((uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean watches(String host) {
        return origins.stream().anyMatch(origin -> URI.create(origin).getHost().equalsIgnoreCase(host));
    }

    @Override
    public @Nullable GovernedCall open(CallView view) {
        boolean joined = view.headers().stream()
                .anyMatch(h -> h.getKey().equalsIgnoreCase(GovernedCall.MARK) && calls.containsKey(h.getValue()));
        if (joined || !governs(view.url())) {
            return null;
        }
        views.add(view);
        Call call = new Call(answer, bodyBytesWanted, keepKeys);
        opened.add(call);
        calls.put(call.mark(), call);
        return call;
    }

    @Override
    public Dressing dress(@Nullable String mark, String method, String url) throws IOException {
        boolean governed = governs(url);
        Call call = mark == null ? null : calls.get(mark);
        if (mark == null && !governed) {
            return Dressing.NONE;
        }
        if (governed && (call == null || call.answer() != null)) {
            dressed.add(new Dressed(mark, method, url, null));
            throw new IOException("bursar: no governed call stands behind this request");
        }
        Dressing dressing = governed && call != null && !call.keepsKey()
                ? new Dressing(Set.of("authorization", mark()), Map.of("Authorization", "Bearer " + key))
                : new Dressing(governed ? Set.of(mark()) : Set.of("authorization", mark()), Map.of());
        dressed.add(new Dressed(mark, method, url, dressing));
        return dressing;
    }

    private static String mark() {
        return GovernedCall.MARK.toLowerCase(Locale.ROOT);
    }

    @Override
    public int bind(
            String type,
            List<String> typeAnnotations,
            String method,
            String descriptor,
            List<String> methodAnnotations) {
        return identity.bind(type, typeAnnotations, method, descriptor, methodAnnotations);
    }

    @Override
    public @Nullable Object enter(int site, @Nullable Object[] arguments) {
        return identity.enter(site, arguments);
    }

    @Override
    public void leave(@Nullable Object frame, @Nullable Object returned, @Nullable Throwable thrown) {
        if (frame != null) {
            identity.leave(frame, returned, thrown);
        }
    }

    @Override
    public @Nullable Object openRun(String framework, @Nullable String reference) {
        return identity.enterStep("run " + framework + (reference == null ? "" : " " + reference));
    }

    @Override
    public @Nullable Object beginAttempt(String framework) {
        return identity.enterStep("attempt " + framework);
    }

    @Override
    public @Nullable Object enterTool(String framework) {
        return identity.enterStep("tool " + framework);
    }

    @Override
    public @Nullable Object enterRehearsal(String evaluator) {
        return identity.enterStep("rehearsal " + evaluator);
    }

    @Override
    public @Nullable Object enterAs(String caller) {
        return identity.enterStep("as " + caller);
    }

    @Override
    public @Nullable Object enterRun(String caller, @Nullable String id) {
        return identity.enterStep("as " + caller + " run" + (id == null ? "" : " " + id));
    }

    @Override
    public @Nullable Object enterAttempt() {
        return identity.enterStep("attempt");
    }

    @Override
    public @Nullable String runId() {
        return identity.runId();
    }

    @Override
    public @Nullable Map<String, String> lastDecision() {
        return identity.lastDecision();
    }

    @Override
    public @Nullable Object capture() {
        return identity.capture();
    }

    @Override
    public Object resume(Object captured) {
        return identity.resume(captured);
    }

    @Override
    public @Nullable Object nobody() {
        return identity.nobody();
    }

    @Override
    public void starts(Thread thread) {
        identity.starts(thread);
    }

    @Override
    public void suspend(Object resumed) {
        identity.suspend(resumed);
    }

    @Override
    public void alarm(String what) {
        alarms.add(what);
    }

    /** One call, with what was reported about it. */
    public static final class Call extends GovernedCall {

        private final String mark = UUID.randomUUID().toString();
        private final @Nullable Answer answer;
        private final int wanted;
        private final boolean keepsKey;
        private final AtomicInteger reports = new AtomicInteger();
        private volatile int status;
        private volatile List<Map.Entry<String, String>> headers = List.of();
        private volatile byte[] body = {};
        private volatile boolean whole;
        private volatile @Nullable Throwable error;

        private Call(@Nullable Answer answer, int wanted, boolean keepsKey) {
            this.answer = answer;
            this.wanted = wanted;
            this.keepsKey = keepsKey;
        }

        @Override
        public boolean keepsKey() {
            return keepsKey;
        }

        @Override
        public String mark() {
            return mark;
        }

        @Override
        public @Nullable Answer answer() {
            return answer;
        }

        @Override
        public int bodyBytesWanted() {
            return wanted;
        }

        @Override
        public void answered(
                int status, List<? extends Map.Entry<String, String>> headers, byte[] body, boolean whole) {
            this.status = status;
            this.headers = List.copyOf(headers);
            this.body = body.clone();
            this.whole = whole;
            reports.incrementAndGet();
        }

        @Override
        public void failed(Throwable error) {
            this.error = error;
            reports.incrementAndGet();
        }

        /** How often an outcome was reported. */
        public int reports() {
            return reports.get();
        }

        /** The reported status; 0 if none was. */
        public int status() {
            return status;
        }

        public List<Map.Entry<String, String>> headers() {
            return headers;
        }

        public byte[] body() {
            return body.clone();
        }

        public boolean whole() {
            return whole;
        }

        public @Nullable Throwable error() {
            return error;
        }
    }
}
