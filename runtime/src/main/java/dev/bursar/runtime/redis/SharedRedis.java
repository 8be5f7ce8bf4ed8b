// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One process's part in a ledger that many share. Every script says what this process was told before, and a Redis that has less than that has
 * lost writes: it is marked, and then no member counts on it until a person restores it. Looked after once a second, so that a loss is
 * noticed by whoever saw what was lost, and not only when that one calls next. Thread-safe.
 */
public final class SharedRedis implements AutoCloseable {

    /** How often the ledger is looked after. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Script JOIN = Script.of(SharedRedis.class, "join.lua");
    private static final Script CHECK = Script.of(SharedRedis.class, "check.lua");
    private static final Script RESTORED = Script.of(SharedRedis.class, "restored.lua");

    /** What hears of changes worth a record. */
    public interface Witness {
        /** To be remembered, so that a restart notices what is missing. */
        void remembered(Membership membership);

        /** Something a person should look at, in one sentence. */
        void troubled(String what);
    }

    /** A question put again while it cannot be answered. */
    public interface Delivery {
        void deliver() throws RedisException;
    }

    private final RedisAddress address;
    private final Witness witness;
    private final Link link;
    private final String prefix;
    private final byte[] state;
    private final byte[] latest;
    private final Remembered remembered;
    private final Waiting waiting;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Delivery> onJoin = new ArrayList<>();

    private final ReentrantLock joining = new ReentrantLock();
    private volatile boolean isJoined;
    private volatile boolean isRestoring;

    /** The server's clock less our own nanoseconds, in nanoseconds; meaningless before it has answered. */
    private volatile long offset;

    /** @param remembered from the journal */
    public SharedRedis(RedisAddress address, Membership remembered, Witness witness) {
        this.address = address;
        this.remembered = new Remembered(remembered, witness);
        this.waiting = new Waiting(this.remembered::trouble);
        this.witness = witness;
        this.prefix = "{" + address.prefix() + "}:";
        this.link = new Link(address, prefix + "state");
        this.state = bytes(prefix + "state");
        this.latest = bytes(key("member", remembered.member()));
    }

    /** Begins to look after it, on a thread of its own. */
    public void start() {
        Thread thread = new Thread(this::lookAfter, "bursar-redis");
        thread.setDaemon(true);
        thread.start();
    }

    /** To be done at joining, before anything else is asked; again from its beginning if it fails. To be told before {@link #start}. */
    public void onJoin(Delivery work) {
        onJoin.add(work);
    }

    /** This process's own name in the ledger. */
    public String member() {
        return remembered.member();
    }

    /** The whole name of a key. */
    public String key(String kind, String name) {
        return prefix + kind + ":" + name;
    }

    /** Seconds since the epoch by the server's clock, as well as it can be told without asking. */
    public long serverSecond() {
        return Math.floorDiv(System.nanoTime() + offset, 1_000_000_000L);
    }

    /**
     * Runs a script.
     *
     * @param keys after the two that every script has
     * @param arguments after the three that every script has
     * @param confirmed whether replicas must confirm it, where the address asks for any
     * @return what the script says: a word, and from the sixth place on what belongs to it
     * @throws RedisException if it is not reached, or has lost writes; an outcome is then taken nevertheless
     */
    public List<String> run(Script script, List<String> keys, List<String> arguments, boolean confirmed)
            throws RedisException {
        return run(script, keys, confirmed, encoded(arguments));
    }

    /** As the other; with one argument after the three. */
    public List<String> run(Script script, List<String> keys, Packed argument, boolean confirmed)
            throws RedisException {
        return run(script, keys, confirmed, List.of(argument.bytes()));
    }

    private List<String> run(Script script, List<String> keys, boolean confirmed, List<byte[]> arguments)
            throws RedisException {
        join();
        for (int attempt = 0; attempt < 3; attempt++) {
            Membership known = remembered.known();
            List<String> answer = ask(script, known, keys, arguments, confirmed);
            String word = answer.get(0);
            if (word.equals("moved")) {
                remembered.moved(answer.get(1));
                continue;
            }
            String lost = lost(word);
            if (lost != null) {
                throw trouble(lost);
            }
            String written = answer.get(4);
            remembered.heard(known, Long.parseLong(answer.get(1)), written.isEmpty() ? 0 : Long.parseLong(written));
            return answer;
        }
        throw RedisException.unreached("the ledger is being restored");
    }

    private List<String> ask(
            Script script, Membership known, List<String> keys, List<byte[]> arguments, boolean confirmed)
            throws RedisException {
        List<byte[]> allKeys = new ArrayList<>(keys.size() + 2);
        allKeys.add(state);
        allKeys.add(latest);
        for (String key : keys) {
            allKeys.add(bytes(key));
        }
        List<byte[]> all = new ArrayList<>(arguments.size() + 3);
        all.add(bytes(known.epoch() == null ? "" : known.epoch()));
        all.add(bytes(Long.toString(known.seen())));
        all.add(bytes(Long.toString(known.own())));
        all.addAll(arguments);
        long before = System.nanoTime();
        List<?> answer = link.run(script, allKeys, all, confirmed);
        long after = System.nanoTime();
        List<String> text = new ArrayList<>(answer.size());
        for (Object each : answer) {
            text.add(each instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(each));
        }
        long server = Long.parseLong(text.get(2)) * 1_000_000_000L + Long.parseLong(text.get(3)) * 1_000L;
        offset = server - (before + (after - before) / 2);
        return text;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<byte[]> encoded(List<String> texts) {
        List<byte[]> all = new ArrayList<>(texts.size());
        texts.forEach(text -> all.add(bytes(text)));
        return all;
    }

    /** Once before anything else: what an earlier process of this member left open is dealt with before a call can meet it. */
    private void join() throws RedisException {
        if (isJoined || joining.isHeldByCurrentThread()) {
            return;
        }
        try {
            if (!joining.tryLock(patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw RedisException.unreached("the Redis ledger is not joined yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RedisException.unreached("interrupted");
        }
        try {
            if (isJoined) {
                return;
            }
            List<String> answer = ask(
                    JOIN,
                    remembered.known(),
                    List.of(),
                    encoded(List.of(UUID.randomUUID().toString())),
                    false);
            String word = answer.get(0);
            if (word.equals("moved")) {
                remembered.moved(answer.get(1));
            } else if (word.equals("joined")) {
                remembered.joined(answer.get(5), Long.parseLong(answer.get(1)));
            } else {
                throw trouble(String.valueOf(lost(word)));
            }
            for (Delivery each : onJoin) {
                each.deliver();
            }
            warnOfSettings();
            isJoined = true;
            remembered.tell();
        } finally {
            joining.unlock();
        }
    }

    private static @Nullable String lost(String word) {
        if (word.equals("foreign")) {
            return "what this Redis holds under the prefix of the ledger was not written by this version of bursar, so nothing is"
                    + " counted on it and nothing of it changed: give the ledger another `prefix`, and bring over what was spent with"
                    + " `java -jar bursar.jar restore POLICY STATE...`";
        }
        String what = switch (word) {
            case "empty" -> "the Redis ledger has come back empty";
            case "other" -> "the Redis ledger was begun anew and does not have what was spent before";
            case "behind" -> "the Redis ledger has lost writes that it had confirmed";
            case "restoring" -> "the Redis ledger is being restored";
            default -> null;
        };
        return what == null
                ? null
                : what + ", so nothing is counted on it until a person has restored it from the journals:"
                        + " `java -jar bursar.jar restore POLICY STATE...`";
    }

    private RedisException trouble(String sentence) {
        remembered.trouble(sentence);
        return RedisException.lost(sentence);
    }

    private void warnOfSettings() {
        String policy = link.setting("maxmemory-policy");
        if (policy != null && !policy.equals("noeviction")) {
            witness.troubled("the Redis of the ledger may throw away what was spent: its `maxmemory-policy` is `"
                    + policy + "`, set it to `noeviction`");
        }
        if ("no".equals(link.setting("appendonly"))) {
            witness.troubled("the Redis of the ledger keeps no append-only file, so that what was spent since its last"
                    + " snapshot is gone when it stops: set `appendonly yes`");
        }
    }

    /** The fields of a hash, with the number of each. */
    public Map<String, Long> numbers(String key) throws RedisException {
        return link.numbers(key);
    }

    /**
     * Delivers now, or where that cannot be, as soon as it can be; in the order in which it was told.
     *
     * @return whether it is done
     */
    public boolean deliver(Delivery delivery) {
        if (waiting.isEmpty()) {
            try {
                delivery.deliver();
                return true;
            } catch (RedisException e) {
                if (!e.isUnreached()) {
                    return false;
                }
            }
        }
        later(delivery);
        return false;
    }

    /** Delivers within a second of when it can be. */
    public void later(Delivery delivery) {
        waiting.add(delivery);
    }

    private void lookAfter() {
        try {
            do {
                look();
            } while (!closing.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks after it once. */
    void look() {
        try {
            run(CHECK, List.of(), List.of(), false);
            waiting.catchUp();
            remembered.tellIfDue();
        } catch (RedisException e) {
            // Whoever calls is told.
        } catch (RuntimeException | Error e) {
            witness.troubled("the Redis ledger could not be looked after ("
                    + e.getClass().getName() + ")");
        }
    }

    /** Lets no member count on the ledger until {@link #restored}. */
    public void restoring() throws RedisException {
        isRestoring = true;
        person("begin", Set.of(), false);
    }

    /** Begins a new epoch, which the members of {@code former} epochs take up as their own. */
    public void restored(Set<String> former) throws RedisException {
        person(UUID.randomUUID().toString(), former, true);
    }

    private void person(String what, Set<String> former, boolean confirmed) throws RedisException {
        List<String> arguments = new ArrayList<>();
        arguments.add(what);
        arguments.addAll(former);
        List<String> answer = ask(RESTORED, remembered.known(), List.of(), encoded(arguments), confirmed);
        if (!answer.get(0).equals("ok")) {
            throw trouble(String.valueOf(lost(answer.get(0))));
        }
    }

    /** As {@code run}; and after {@link #restoring}, whatever the ledger has lost: this is what it gets back. */
    public List<String> contribute(Script script, List<String> keys, List<String> arguments) throws RedisException {
        return give(script, keys, encoded(arguments));
    }

    /** As the other; with one argument after the three. */
    public List<String> contribute(Script script, List<String> keys, Packed argument) throws RedisException {
        return give(script, keys, List.of(argument.bytes()));
    }

    private List<String> give(Script script, List<String> keys, List<byte[]> arguments) throws RedisException {
        return isRestoring
                ? ask(script, remembered.known(), keys, arguments, false)
                : run(script, keys, false, arguments);
    }

    /** How long a question takes at most. */
    public Duration patience() {
        return link.patience();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            waiting.catchUp();
        } catch (RedisException | RuntimeException e) {
            // What could not be told stays charged.
        }
        remembered.tell();
        link.close();
    }

    @Override
    public String toString() {
        return "redis at " + address.hosts();
    }
}
