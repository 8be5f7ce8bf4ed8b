// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

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

    /** For tests: bytes of answers kept. */
    synchronized long kept() {
        return bytes;
    }

    /** For tests: keys remembered. */
    synchronized int size() {
        return keys.size();
    }
}
