// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.SslVerifyMode;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** The connections to one Redis, opened when first needed. Every question is answered or given up within a bounded time. Thread-safe. */
final class Link implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    /** What a server's refusals begin with, and what they mean. */
    private static final Map<String, String> ANSWERS = Map.of(
            "NOAUTH", "wants a password",
            "WRONGPASS", "refuses this user and password",
            "OOM", "is out of memory",
            "READONLY", "is a replica that takes no writes",
            "NOPERM", "does not permit this user what the ledger needs",
            "BUSY", "is busy with another script",
            "LOADING", "is still loading what it has kept",
            "MISCONF", "cannot write what it should keep",
            "ERR", "could not run a script of the ledger");

    private final RedisAddress address;
    private final String anyKey;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable UnifiedJedis open;
    private volatile boolean isClosed;

    /** @param anyKey one of the keys, for what is not about a key */
    Link(RedisAddress address, String anyKey) {
        this.address = address;
        this.anyKey = anyKey;
    }

    /**
     * Runs a script, once or, where a connection broke, more often: so it must make no difference how often.
     *
     * @param confirmed whether the replicas that the address asks for must have what it wrote
     */
    List<?> run(Script script, List<byte[]> keys, List<byte[]> arguments, boolean confirmed) throws RedisException {
        long start = System.nanoTime();
        for (int attempt = 0; ; attempt++) {
            try {
                UnifiedJedis client = client();
                try {
                    return answer(client, script, keys, arguments, confirmed);
                } catch (JedisNoScriptException e) {
                    client.scriptLoad(script.text(), anyKey);
                    return answer(client, script, keys, arguments, confirmed);
                }
            } catch (JedisConnectionException e) {
                // Connections that lay idle while the server restarted break one by one.
                if (attempt >= CONNECTIONS
                        || System.nanoTime() - start >= address.timeout().toNanos()) {
                    throw unreached(e);
                }
            } catch (JedisException e) {
                throw unreached(e);
            } catch (IllegalStateException e) {
                // Of who knows the password, who says where it is missing.
                throw RedisException.unreached(String.valueOf(e.getMessage()));
            }
        }
    }

    private List<?> answer(
            UnifiedJedis client, Script script, List<byte[]> keys, List<byte[]> arguments, boolean confirmed)
            throws RedisException {
        if (!confirmed || address.replicas() == 0) {
            return (List<?>) client.evalsha(script.name(), keys, arguments);
        }
        try (AbstractPipeline both = client.pipelined()) {
            Response<Object> answer = both.evalsha(script.name(), keys, arguments);
            Response<Long> replicas = both.waitReplicas(
                    anyKey, address.replicas(), address.timeout().toMillis() / 2);
            both.sync();
            List<?> answered = (List<?>) answer.get();
            if (replicas.get() < address.replicas()) {
                throw RedisException.unreached("only " + replicas.get() + " of " + address.replicas()
                        + " replicas have confirmed what was written");
            }
            return answered;
        }
    }

    /** A setting of the server; {@code null} if it does not say, as most hosted ones do not. */
    @Nullable
    String setting(String name) {
        try {
            Map<String, String> found = client().configGet(name);
            return found.get(name);
        } catch (JedisException | RedisException e) {
            return null;
        }
    }

    /** The fields of a hash, with the number of each. */
    Map<String, Long> numbers(String key) throws RedisException {
        try {
            Map<String, Long> numbers = new LinkedHashMap<>();
            client().hgetAll(key).forEach((field, number) -> numbers.put(field, Long.parseLong(number)));
            return numbers;
        } catch (JedisException e) {
            throw unreached(e);
        }
    }

    private UnifiedJedis client() throws RedisException {
        UnifiedJedis known = open;
        if (known != null) {
            return known;
        }
        try {
            if (!opening.tryLock(address.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw RedisException.unreached("redis at " + address.hosts() + " is not reached yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RedisException.unreached("interrupted");
        }
        try {
            known = open;
            if (known == null) {
                if (isClosed) {
                    throw RedisException.unreached("the connection is closed");
                }
                known = connect();
                open = known;
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    private UnifiedJedis connect() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(address.timeout());
        pool.setJmxEnabled(false);
        Set<HostAndPort> hosts = new HashSet<>();
        address.hosts().forEach(host -> hosts.add(new HostAndPort(host.name(), host.port())));
        return switch (address.kind()) {
            case SINGLE ->
                RedisClient.builder()
                        .hostAndPort(hosts.iterator().next())
                        .clientConfig(config())
                        .poolConfig(pool)
                        .build();
            case SENTINEL ->
                RedisSentinelClient.builder()
                        .masterName(String.valueOf(address.master()))
                        .sentinels(hosts)
                        .sentinelClientConfig(bare().build())
                        .clientConfig(config())
                        .poolConfig(pool)
                        .build();
            case CLUSTER ->
                RedisClusterClient.builder()
                        .nodes(hosts)
                        .maxAttempts(3)
                        .maxTotalRetriesDuration(address.timeout())
                        .clientConfig(config())
                        .poolConfig(pool)
                        .build();
        };
    }

    private DefaultJedisClientConfig config() {
        DefaultJedisClientConfig.Builder config = bare().database(address.database());
        java.util.function.Supplier<String> password = address.password();
        if (password != null) {
            config.credentialsProvider(() -> new DefaultRedisCredentials(address.user(), password.get()));
        } else if (address.user() != null) {
            config.user(address.user());
        }
        return config.build();
    }

    private DefaultJedisClientConfig.Builder bare() {
        int millis = Math.toIntExact(address.timeout().toMillis());
        // A server that waits for its replicas answers only after that.
        int answered = address.replicas() == 0 ? millis : 2 * millis;
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(answered)
                .blockingSocketTimeoutMillis(answered);
        if (address.tls()) {
            // Full: the certificate, and that it is of this host. The client's default leaves out the second.
            config.sslOptions(
                    SslOptions.builder().sslVerifyMode(SslVerifyMode.FULL).build());
        }
        return config;
    }

    /** The client's own words may repeat what it was given. */
    private RedisException unreached(JedisException e) {
        String what = e.getMessage() == null ? "" : e.getMessage();
        String why = "does not answer (" + e.getClass().getSimpleName() + ")";
        for (Map.Entry<String, String> known : ANSWERS.entrySet()) {
            if (what.startsWith(known.getKey())) {
                why = known.getValue();
            }
        }
        return RedisException.unreached("redis at " + address.hosts() + " " + why);
    }

    /** How long a question may take at most: waiting for a connection, connecting, being answered, and once more where one broke. */
    Duration patience() {
        return address.timeout().multipliedBy(4);
    }

    @Override
    public void close() {
        opening.lock();
        try {
            isClosed = true;
            UnifiedJedis known = open;
            open = null;
            if (known != null) {
                known.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
