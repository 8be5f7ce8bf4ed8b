// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import dev.bursar.runtime.call.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link Entry} in the making; each method sets the field of its name. Confined to one thread. */
public final class EntryBuilder {

    private final Instant time;
    private final Kind kind;
    private @Nullable String call;
    private @Nullable String caller;
    private @Nullable String run;
    private int attempt;
    private @Nullable String site;
    private @Nullable String vendor;
    private @Nullable String operation;
    private @Nullable String decision;
    private @Nullable String rule;
    private @Nullable String reason;
    private @Nullable Money amount;
    private @Nullable String key;
    private @Nullable String bodyHash;
    private @Nullable Integer status;
    private @Nullable String requestId;
    private @Nullable String objectId;
    private @Nullable String cap;
    private @Nullable Long spent;
    private @Nullable Long held;
    private @Nullable Long limit;
    private @Nullable String policy;
    private long latencyNanos;
    private int count = 1;
    private List<Entry.Outer> outer = List.of();
    private @Nullable String capCaller;
    private @Nullable String trace;
    private @Nullable String span;
    private @Nullable String reference;
    private @Nullable String near;
    private @Nullable String labels;
    private @Nullable String subject;
    private @Nullable String sealed;

    EntryBuilder(Instant time, Kind kind) {
        this.time = time;
        this.kind = kind;
    }

    EntryBuilder(Entry entry) {
        this(entry.time(), entry.kind());
        this.call = entry.call();
        this.caller = entry.caller();
        this.run = entry.run();
        this.attempt = entry.attempt();
        this.site = entry.site();
        this.vendor = entry.vendor();
        this.operation = entry.operation();
        this.decision = entry.decision();
        this.rule = entry.rule();
        this.reason = entry.reason();
        this.amount = entry.amount();
        this.key = entry.key();
        this.bodyHash = entry.bodyHash();
        this.status = entry.status();
        this.requestId = entry.requestId();
        this.objectId = entry.objectId();
        this.cap = entry.cap();
        this.spent = entry.spent();
        this.held = entry.held();
        this.limit = entry.limit();
        this.policy = entry.policy();
        this.latencyNanos = entry.latencyNanos();
        this.count = entry.count();
        this.outer = entry.outer();
        this.capCaller = entry.capCaller();
        this.trace = entry.trace();
        this.span = entry.span();
        this.reference = entry.reference();
        this.near = entry.near();
        this.labels = entry.labels();
        this.subject = entry.subject();
        this.sealed = entry.sealed();
    }

    public EntryBuilder call(@Nullable String call) {
        this.call = call;
        return this;
    }

    public EntryBuilder caller(@Nullable String caller) {
        this.caller = caller;
        return this;
    }

    public EntryBuilder run(@Nullable String run) {
        this.run = run;
        return this;
    }

    public EntryBuilder attempt(int attempt) {
        this.attempt = attempt;
        return this;
    }

    public EntryBuilder site(@Nullable String site) {
        this.site = site;
        return this;
    }

    public EntryBuilder vendor(@Nullable String vendor) {
        this.vendor = vendor;
        return this;
    }

    public EntryBuilder operation(@Nullable String operation) {
        this.operation = operation;
        return this;
    }

    public EntryBuilder decision(@Nullable String decision) {
        this.decision = decision;
        return this;
    }

    public EntryBuilder rule(@Nullable String rule) {
        this.rule = rule;
        return this;
    }

    public EntryBuilder reason(@Nullable String reason) {
        this.reason = reason;
        return this;
    }

    public EntryBuilder amount(@Nullable Money amount) {
        this.amount = amount;
        return this;
    }

    public EntryBuilder key(@Nullable String key) {
        this.key = key;
        return this;
    }

    public EntryBuilder bodyHash(@Nullable String bodyHash) {
        this.bodyHash = bodyHash;
        return this;
    }

    public EntryBuilder status(@Nullable Integer status) {
        this.status = status;
        return this;
    }

    public EntryBuilder requestId(@Nullable String requestId) {
        this.requestId = requestId;
        return this;
    }

    public EntryBuilder objectId(@Nullable String objectId) {
        this.objectId = objectId;
        return this;
    }

    public EntryBuilder policy(@Nullable String policy) {
        this.policy = policy;
        return this;
    }

    public EntryBuilder latencyNanos(long latencyNanos) {
        this.latencyNanos = latencyNanos;
        return this;
    }

    public EntryBuilder count(int count) {
        this.count = count;
        return this;
    }

    public EntryBuilder outer(List<Entry.Outer> outer) {
        this.outer = outer;
        return this;
    }

    public EntryBuilder reference(@Nullable String reference) {
        this.reference = reference;
        return this;
    }

    public EntryBuilder near(@Nullable String near) {
        this.near = near;
        return this;
    }

    public EntryBuilder labels(@Nullable String labels) {
        this.labels = labels;
        return this;
    }

    public EntryBuilder subject(@Nullable String subject) {
        this.subject = subject;
        return this;
    }

    public EntryBuilder sealed(@Nullable String sealed) {
        this.sealed = sealed;
        return this;
    }

    /**
     * Where a cap stands.
     *
     * @param cap as a policy writes it
     * @param of whose it is; {@code null} if it is the entry's own caller's
     */
    public EntryBuilder balance(String cap, @Nullable String of, long spent, long held, long limit) {
        this.cap = cap;
        this.capCaller = of;
        this.spent = spent;
        this.held = held;
        this.limit = limit;
        return this;
    }

    /** Where the call stands in the application's own traces. */
    public EntryBuilder trace(@Nullable String trace, @Nullable String span) {
        this.trace = trace;
        this.span = span;
        return this;
    }

    public Entry build() {
        return new Entry(
                time,
                kind,
                call,
                caller,
                run,
                attempt,
                site,
                vendor,
                operation,
                decision,
                rule,
                reason,
                amount,
                key,
                bodyHash,
                status,
                requestId,
                objectId,
                cap,
                spent,
                held,
                limit,
                policy,
                latencyNanos,
                count,
                outer,
                capCaller,
                trace,
                span,
                reference,
                near,
                labels,
                subject,
                sealed);
    }
}
