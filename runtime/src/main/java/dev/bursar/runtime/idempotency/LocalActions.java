// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one process, in memory; after a restart they are rebuilt from the journal by {@link #restore}.
 *
 * <p>A forgotten key looks fresh, so keys are remembered far longer than any vendor remembers them: 32 days, and the latest million of
 * them (some 300 bytes each). Only beyond both would a key be reused silently; what it moves still counts against the caps. Answers are
 * kept while their run is open, up to a bound in bytes, the oldest dropped first.
 */
public final class LocalActions implements Actions {

    private static final int KEYS = 1_000_000;
    private static final State[] STATES = State.values();
    private static final Duration MEMORY = Duration.ofDays(32);

    private final long replayBytes;
    private final int maxKeys;
    private final LongSupplier nanos;

    private final LinkedHashMap<String, Known> keys = new LinkedHashMap<>();
    private final Map<String, OpenRun> runs = new HashMap<>();
    private final Set<Known> replies = new LinkedHashSet<>();
    private long bytes;

    /** Stands for every run that a journal tells of. */
    private final OpenRun past = new OpenRun();

    /** @param replayBytes how much memory the answers kept for replay may take */
    public LocalActions(long replayBytes) {
        this(replayBytes, KEYS, System::nanoTime);
    }

    LocalActions(long replayBytes, int maxKeys, LongSupplier nanos) {
        this.replayBytes = replayBytes;
        this.maxKeys = maxKeys;
        this.nanos = nanos;
        past.isOpen = false;
    }

    @Override
    public String key(String run, String caller, String fingerprint, int n) {
        for (int refusals = 0; ; refusals++) {
            String key = Keys.of(run, caller, fingerprint, n, refusals);
            synchronized (this) {
                Known known = keys.get(key);
                if (known == null || known.state() != State.REFUSED) {
                    return key;
                }
            }
        }
    }

    @Override
    public synchronized Prior prior(String key, String bodyHash, Instant now, Duration vendorMemory) {
        Known known = keys.get(key);
        if (known == null || known.isFresh()) {
            return new Prior.Fresh();
        }
        if (known.isOlderThan(vendorMemory, now, nanos.getAsLong())) {
            return new Prior.Expired(known.first, known.objectId);
        }
        if (!bodyHash.equals(known.bodyHash)) {
            return new Prior.Drifted(known.objectId, known.reply, known.state());
        }
        return new Prior.Repeat(known.state(), known.objectId);
    }

    @Override
    public synchronized @Nullable String objectId(String key) {
        Known known = keys.get(key);
        return known == null ? null : known.objectId;
    }

    @Override
    public synchronized void admitted(String key, String run, String bodyHash, Instant at) {
        OpenRun open = runs.computeIfAbsent(run, any -> new OpenRun());
        Known known = keys.get(key);
        if (known == null || known.isFresh()) {
            known = begin(key, open, bodyHash, at);
        } else {
            known.run = known.reply == null ? open : known.run;
        }
        known.inFlight++;
        forget(at);
    }

    @Override
    public synchronized void done(String key, @Nullable String objectId) {
        Known known = ended(key);
        if (known != null) {
            known.outcome = State.DONE;
            known.objectId = objectId == null ? known.objectId : objectId;
            drop(known);
        }
    }

    @Override
    public synchronized void done(
            String key, @Nullable String objectId, int status, List<Map.Entry<String, String>> headers, byte[] body) {
        Known known = ended(key);
        if (known == null) {
            return;
        }
        known.outcome = State.DONE;
        known.objectId = objectId == null ? known.objectId : objectId;
        drop(known);
        StoredReply reply = new StoredReply(status, headers, body);
        if (known.run.isOpen && reply.size() <= replayBytes) {
            known.reply = reply;
            known.run.replies.add(known);
            replies.add(known);
            bytes += reply.size();
            while (bytes > replayBytes) {
                drop(replies.iterator().next());
            }
        }
    }

    @Override
    public synchronized void refused(String key) {
        Known known = ended(key);
        if (known != null && known.outcome != State.DONE) {
            known.outcome = State.REFUSED;
        }
    }

    @Override
    public synchronized void released(String key) {
        ended(key);
    }

    @Override
    public synchronized void unknown(String key) {
        Known known = ended(key);
        if (known != null && known.outcome != State.DONE) {
            known.outcome = State.UNKNOWN;
        }
    }

    @Override
    public synchronized void runClosed(String run) {
        OpenRun open = runs.remove(run);
        if (open != null) {
            open.isOpen = false;
            for (Known known : List.copyOf(open.replies)) {
                drop(known);
            }
        }
    }

    @Override
    public synchronized void restore(
            String key, String run, @Nullable String bodyHash, Instant at, State state, @Nullable String objectId) {
        Known known = keys.get(key);
        if (known == null || known.isFresh()) {
            known = begin(key, past, bodyHash, at);
            known.isRestored = true;
        }
        known.bodyHash = known.bodyHash == null ? bodyHash : known.bodyHash;
        known.objectId = objectId == null ? known.objectId : objectId;
        if (known.outcome == State.DONE) {
            return;
        }
        switch (state) {
            case IN_FLIGHT -> {
                known.before = known.outcome;
                known.outcome = State.UNKNOWN;
            }
            case RELEASED -> known.outcome = known.before;
            default -> {
                known.outcome = state;
                known.before = state;
            }
        }
    }

    private Known begin(String key, OpenRun run, @Nullable String bodyHash, Instant at) {
        Known known = new Known(key, run, bodyHash, at, nanos.getAsLong());
        keys.remove(key);
        keys.put(key, known);
        return known;
    }

    private @Nullable Known ended(String key) {
        Known known = keys.get(key);
        if (known != null && known.inFlight > 0) {
            known.inFlight--;
        }
        return known;
    }

    private void drop(Known known) {
        StoredReply reply = known.reply;
        if (reply != null) {
            known.reply = null;
            known.run.replies.remove(known);
            replies.remove(known);
            bytes -= reply.size();
        }
    }

    /** The eldest come first; those on their way are passed over. */
    private void forget(Instant now) {
        Iterator<Known> eldest = keys.values().iterator();
        while (eldest.hasNext()) {
            Known known = eldest.next();
            boolean isOld = Duration.ofNanos(nanos.getAsLong() - known.learnt).compareTo(MEMORY) > 0
                    && Duration.between(known.first, now).compareTo(MEMORY) > 0;
            if (!isOld && keys.size() <= maxKeys) {
                return;
            }
            if (known.inFlight == 0) {
                drop(known);
                eldest.remove();
            }
        }
    }

    /**
     * Forgets keys that are too old at {@code now}: as running actions do it, but by the time that a journal tells, so that actions restored
     * from one journal and pruned at the same places of it are equal.
     */
    public synchronized void prune(Instant now) {
        Iterator<Known> eldest = keys.values().iterator();
        while (eldest.hasNext()) {
            Known known = eldest.next();
            if (keys.size() <= maxKeys && Duration.between(known.first, now).compareTo(MEMORY) <= 0) {
                return;
            }
            if (known.inFlight == 0) {
                drop(known);
                eldest.remove();
            }
        }
    }

    /**
     * Puts down all keys, so that {@link #load} of other actions makes equal ones. Equal actions put down equal bytes. For actions that were
     * restored and not used: what is on its way, and answers kept, are not put down.
     *
     * <pre>
     *   i32 keys, the eldest first, of each:
     *     text key, i64 seconds and i32 nanoseconds of its first use, text body hash, u8 outcome, u8 outcome before the latest attempt,
     *     text object id
     *   text   i16 length in bytes, then UTF-8; -1 if absent
     * </pre>
     */
    public synchronized void save(DataOutput out) throws IOException {
        out.writeInt(keys.size());
        for (Known known : keys.values()) {
            text(out, known.key);
            out.writeLong(known.first.getEpochSecond());
            out.writeInt(known.first.getNano());
            text(out, known.bodyHash);
            out.writeByte(known.outcome.ordinal());
            out.writeByte(known.before.ordinal());
            text(out, known.objectId);
        }
    }

    /**
     * Takes up what {@link #save} has put down.
     *
     * @throws IOException if it is damaged
     */
    public synchronized void load(DataInput in) throws IOException {
        try {
            long learnt = nanos.getAsLong();
            for (int left = in.readInt(); left > 0; left--) {
                String key = text(in);
                Instant first = Instant.ofEpochSecond(in.readLong(), in.readInt());
                if (key == null) {
                    throw new IOException("a key in it is missing");
                }
                Known known = new Known(key, past, text(in), first, learnt);
                known.isRestored = true;
                known.outcome = STATES[in.readUnsignedByte()];
                known.before = STATES[in.readUnsignedByte()];
                known.objectId = text(in);
                keys.put(key, known);
            }
        } catch (IndexOutOfBoundsException | DateTimeException | ArithmeticException e) {
            throw new IOException("what it says of the keys makes no sense", e);
        }
    }

    private static void text(DataOutput out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeShort(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Short.MAX_VALUE) {
            throw new IOException("a text of " + bytes.length + " bytes is too long to be put down");
        }
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static @Nullable String text(DataInput in) throws IOException {
        int length = in.readShort();
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** For tests: bytes of answers kept. */
    synchronized long kept() {
        return bytes;
    }

    /** For tests: keys remembered. */
    synchronized int size() {
        return keys.size();
    }
}
