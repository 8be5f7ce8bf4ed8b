// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.credential.SecretSource;
import dev.bursar.runtime.gate.Books;
import dev.bursar.runtime.gate.Leftovers;
import dev.bursar.runtime.idempotency.ActionsUnavailableException;
import dev.bursar.runtime.idempotency.RedisActions;
import dev.bursar.runtime.journal.Entry;
import dev.bursar.runtime.journal.Journal;
import dev.bursar.runtime.journal.JournalUnavailableException;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.ledger.RedisLedger;
import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.redis.Membership;
import dev.bursar.runtime.redis.RedisAddress;
import dev.bursar.runtime.redis.RedisException;
import dev.bursar.runtime.redis.SharedRedis;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A ledger and keys in a Redis that several processes share, and the journal's part in it. */
public final class SharedBooks {

    /** For the first answers that drift is replied with; the oldest are dropped beyond it. */
    private static final long REPLAY_BYTES = 16L << 20;

    private SharedBooks() {}

    /** What tells the journal, once there is one. */
    private static final class Told implements SharedRedis.Witness {
        private final AtomicReference<@Nullable Journal> journal = new AtomicReference<>();

        @Override
        public void remembered(Membership membership) {
            note(Kind.LEDGER, Leftovers.JOINED, membership.text());
        }

        @Override
        public void troubled(String what) {
            System.err.println("bursar: " + what);
            note(Kind.ALERT, "ledger", what);
        }

        private void note(Kind kind, String decision, String reason) {
            Journal open = journal.get();
            if (open == null) {
                return;
            }
            try {
                open.note(Entry.at(Instant.now().truncatedTo(ChronoUnit.MICROS), kind)
                        .decision(decision)
                        .reason(reason)
                        .build());
            } catch (JournalUnavailableException e) {
                System.err.println("bursar: could not be recorded: " + reason);
            }
        }
    }

    /** What a process remembers of its journal, and with what it goes on. */
    static Open open(Policy policy, LedgerSettings.Redis settings, Leftovers leftovers, Journal journal) {
        Told told = new Told();
        told.journal.set(journal);
        Membership known = Membership.parse(leftovers.joined());
        SharedRedis redis = new SharedRedis(address(settings), known == null ? Membership.fresh() : known, told);
        RedisLedger ledger = new RedisLedger(redis, policy.zone(), settings.refusesReads());
        Books.Account account =
                new Books.Account(ledger, new RedisActions(redis, REPLAY_BYTES, settings.refusesReads()));
        redis.onJoin(() -> {
            try {
                leftovers.putRight(account, ledger.open());
            } catch (IllegalStateException | ActionsUnavailableException e) {
                if (e.getCause() instanceof RedisException cause) {
                    throw cause;
                }
                throw e;
            }
        });
        redis.start();
        return new Open(account, redis);
    }

    /** @param redis to be closed before the journal, which it tells what it remembers */
    record Open(Books.Account account, SharedRedis redis) {

        /** The journal, which closes the way to Redis before itself. */
        Journal closing(Journal journal) {
            return new Journal() {
                @Override
                public void write(Entry entry) throws JournalUnavailableException {
                    journal.write(entry);
                }

                @Override
                public void note(Entry entry) throws JournalUnavailableException {
                    journal.note(entry);
                }

                @Override
                public @Nullable String trouble() {
                    return journal.trouble();
                }

                @Override
                public void close() {
                    try {
                        redis.close();
                    } finally {
                        journal.close();
                    }
                }
            };
        }
    }

    /** Where the settings point, with the password read anew for each connection. */
    public static RedisAddress address(LedgerSettings.Redis settings) {
        List<RedisAddress.Host> hosts = settings.hosts().stream()
                .map(host -> new RedisAddress.Host(host.name(), host.port()))
                .toList();
        RedisAddress.Kind kind = switch (settings.form()) {
            case SINGLE -> RedisAddress.Kind.SINGLE;
            case SENTINEL -> RedisAddress.Kind.SENTINEL;
            case CLUSTER -> RedisAddress.Kind.CLUSTER;
        };
        return new RedisAddress(
                kind,
                hosts,
                settings.master(),
                settings.database(),
                settings.tls(),
                settings.user(),
                password(settings.password()),
                settings.prefix(),
                settings.timeout(),
                settings.replicas());
    }

    private static @Nullable Supplier<String> password(@Nullable String source) {
        if (source == null) {
            return null;
        }
        return () -> {
            try {
                String password = SecretSource.of(source).text(System::getenv).stripTrailing();
                if (password.isEmpty()) {
                    throw new IllegalStateException("the password of the ledger is missing: `" + source + "` is empty");
                }
                return password;
            } catch (IOException e) {
                throw new IllegalStateException("the password of the ledger cannot be had: " + e.getMessage());
            }
        };
    }
}
