// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import dev.bursar.runtime.redis.KeyName;
import dev.bursar.runtime.redis.RedisException;
import dev.bursar.runtime.redis.Script;
import dev.bursar.runtime.redis.SharedRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of several processes, in the Redis of their ledger: a repeated action finds its key, what became of it and what it made, on
 * whichever machine it is repeated. Answers for replay stay with the process that got them. Ages are by the server's clock.
 *
 * <p>Asked while Redis is away it throws {@link ActionsUnavailableException}. An outcome that cannot be told now is told later.
 */
public final class RedisActions implements Actions {

    private static final Script LOOK = Script.of(RedisActions.class, "actions.lua", "look.lua");
    private static final Script TELL = Script.of(RedisActions.class, "actions.lua", "tell.lua");
    private static final Script TAKE_UP = Script.of(RedisActions.class, "actions.lua", "take-up.lua");

    /** How many keys are looked at in one go: few actions are refused more than twice. */
    private static final int AT_ONCE = 3;

    /** An action found while its key was chosen is not asked for again within this time. */
    private static final long FOUND_NANOS = Duration.ofMillis(20).toNanos();

    /** A clock that stands this far before the first use of a key knows nothing of its age. */
    private static final long SKEW_SECONDS = 3_600;

    private final SharedRedis redis;
    private final boolean toldTime;

    /** Whether a call may go on by what this process knows alone. */
    private final boolean isLenient;

    private final RedisActions ofReads;

    /** What this process did itself, with the answers it got. */
    private final LocalActions own;

    /** By key, calls of this process on their way. */
    private final ConcurrentHashMap<String, Integer> carried;

    /** Keep the counts of one key in order on their way to Redis. */
    private final Object[] locks;

    private final ThreadLocal<@Nullable Found> found = new ThreadLocal<>();

    /**
     * @param replayBytes as of {@link LocalActions}
     * @param refusesReads whether calls that move no money are refused too when it cannot be asked
     */
    public RedisActions(SharedRedis redis, long replayBytes, boolean refusesReads) {
        this(redis, replayBytes, refusesReads, false);
    }

    /** @param toldTime for tests: the times of calls are believed, instead of the server's */
    RedisActions(SharedRedis redis, long replayBytes, boolean refusesReads, boolean toldTime) {
        this.redis = redis;
        this.toldTime = toldTime;
        this.isLenient = false;
        this.own = new LocalActions(replayBytes);
        this.carried = new ConcurrentHashMap<>();
        this.locks = Stream.generate(Object::new).limit(64).toArray();
        this.ofReads = refusesReads ? this : new RedisActions(this);
    }

    private RedisActions(RedisActions strict) {
        this.redis = strict.redis;
        this.toldTime = strict.toldTime;
        this.isLenient = true;
        this.own = strict.own;
        this.carried = strict.carried;
        this.locks = strict.locks;
        this.ofReads = this;
    }

    @Override
    public Actions of(boolean movesMoney) {
        return movesMoney ? this : ofReads;
    }

    /** As Redis has an action. */
    private record Found(
            String key,
            char out,
            boolean carried,
            String body,
            long first,
            @Nullable String objectId,
            long now,
            long nanos) {

        State state() {
            if (out != 'D' && carried) {
                return State.IN_FLIGHT;
            }
            return switch (out) {
                case 'D' -> State.DONE;
                case 'R' -> State.REFUSED;
                case 'U' -> State.UNKNOWN;
                default -> State.RELEASED;
            };
        }
    }

    private List<Found> look(List<String> names) throws RedisException {
        List<String> keys = new ArrayList<>(names.size());
        names.forEach(name -> keys.add(name(name)));
        List<String> answer = redis.run(LOOK, keys, List.of(), false);
        // A clock set back makes no key younger.
        long now = Math.max(Long.parseLong(answer.get(2)), Long.parseLong(answer.get(5)));
        List<Found> all = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            int at = 6 + 5 * i;
            String out = answer.get(at);
            String first = answer.get(at + 3);
            String object = answer.get(at + 4);
            all.add(new Found(
                    names.get(i),
                    out.isEmpty() ? ' ' : out.charAt(0),
                    answer.get(at + 1).equals("1"),
                    answer.get(at + 2),
                    first.isEmpty() ? 0 : Long.parseLong(first),
                    object.isEmpty() ? null : object,
                    now,
                    System.nanoTime()));
        }
        return all;
    }

    private String name(String key) {
        return redis.key("action", KeyName.safe(key));
    }

    private static ActionsUnavailableException unavailable(RedisException e) {
        return new ActionsUnavailableException(String.valueOf(e.getMessage()), e);
    }

    @Override
    public String key(String run, String caller, String fingerprint, int n) {
        try {
            for (int refusals = 0; ; refusals += AT_ONCE) {
                List<String> names = new ArrayList<>(AT_ONCE);
                for (int i = 0; i < AT_ONCE; i++) {
                    names.add(Keys.of(run, caller, fingerprint, n, refusals + i));
                }
                for (Found each : look(names)) {
                    if (each.state() != State.REFUSED) {
                        found.set(each);
                        return each.key;
                    }
                }
            }
        } catch (RedisException e) {
            if (isLenient) {
                return own.key(run, caller, fingerprint, n);
            }
            throw unavailable(e);
        }
    }

    @Override
    public Prior prior(String key, String bodyHash, Instant now, Duration vendorMemory) {
        Found known = found.get();
        found.remove();
        if (known == null || !known.key.equals(key) || System.nanoTime() - known.nanos > FOUND_NANOS) {
            try {
                known = look(List.of(key)).get(0);
            } catch (RedisException e) {
                if (isLenient) {
                    return own.prior(key, bodyHash, now, vendorMemory);
                }
                throw unavailable(e);
            }
        }
        if (known.state() == State.RELEASED) {
            return new Prior.Fresh();
        }
        long second = toldTime ? now.getEpochSecond() : known.now;
        if (second - known.first > vendorMemory.toSeconds() || second < known.first - SKEW_SECONDS) {
            return new Prior.Expired(Instant.ofEpochSecond(known.first), known.objectId);
        }
        if (!bodyHash.equals(known.body)) {
            StoredReply reply = own.prior(key, bodyHash, now, vendorMemory) instanceof Prior.Drifted drifted
                    ? drifted.reply()
                    : null;
            return new Prior.Drifted(known.objectId, reply, known.state());
        }
        return new Prior.Repeat(known.state(), known.objectId);
    }

    @Override
    public @Nullable String objectId(String key) {
        try {
            return look(List.of(key)).get(0).objectId;
        } catch (RedisException e) {
            if (isLenient) {
                return own.objectId(key);
            }
            throw unavailable(e);
        }
    }

    @Override
    public void admitted(String key, String run, String bodyHash, Instant at) {
        own.admitted(key, run, bodyHash, at);
        tell(key, "admitted", 1, bodyHash, toldTime ? Long.toString(at.getEpochSecond()) : "", null);
    }

    @Override
    public void done(String key, @Nullable String objectId) {
        own.done(key, objectId);
        tell(key, "done", -1, "", "", objectId);
    }

    @Override
    public void done(
            String key, @Nullable String objectId, int status, List<Map.Entry<String, String>> headers, byte[] body) {
        own.done(key, objectId, status, headers, body);
        tell(key, "done", -1, "", "", objectId);
    }

    @Override
    public void refused(String key) {
        own.refused(key);
        tell(key, "refused", -1, "", "", null);
    }

    @Override
    public void released(String key) {
        own.released(key);
        tell(key, "released", -1, "", "", null);
    }

    @Override
    public void unknown(String key) {
        own.unknown(key);
        tell(key, "unknown", -1, "", "", null);
    }

    /** The count that goes with it is that of the moment at which it is told, so that none that comes late is the one that stays. */
    private void tell(String key, String verb, int change, String bodyHash, String at, @Nullable String objectId) {
        found.remove();
        carried.compute(key, (any, known) -> {
            int count = (known == null ? 0 : known) + change;
            return count <= 0 ? null : count;
        });
        redis.deliver(() -> {
            synchronized (locks[Math.floorMod(key.hashCode(), locks.length)]) {
                String count = Integer.toString(carried.getOrDefault(key, 0));
                redis.run(
                        TELL,
                        List.of(name(key)),
                        List.of(redis.member(), verb, count, bodyHash, at, objectId == null ? "" : objectId),
                        false);
            }
        });
    }

    @Override
    public void runClosed(String run) {
        own.runClosed(run);
    }

    @Override
    public void restore(
            String key, String run, @Nullable String bodyHash, Instant at, State state, @Nullable String objectId) {
        String letter = switch (state) {
            case IN_FLIGHT -> "I";
            case DONE -> "D";
            case REFUSED -> "R";
            case UNKNOWN -> "U";
            case RELEASED -> "F";
        };
        try {
            redis.contribute(
                    TAKE_UP,
                    List.of(name(key)),
                    List.of(
                            redis.member(),
                            letter,
                            bodyHash == null ? "" : bodyHash,
                            Long.toString(at.getEpochSecond()),
                            objectId == null ? "" : objectId));
        } catch (RedisException e) {
            throw unavailable(e);
        }
    }
}
