// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import dev.bursar.runtime.call.Money;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is rebuilt from a journal, record by record, and that can be put down where a directory ends and taken up again from there. What
 * it is after a record depends on the records and directories up to there and on nothing else, no clock and no address, so that two of
 * them save the same bytes.
 */
public interface Replay {

    /**
     * What a rebuild needs of a record. Of kinds other than {@link Kind#ADMITTED}, {@link Kind#SETTLED} and {@link Kind#ALERT} only the first
     * three are filled in; the rest are as in {@link Entry}.
     *
     * @param sequence of the record
     * @param reason of an alert; else {@code null}
     * @param cap of an alert; else {@code null}
     */
    record Step(
            long sequence,
            Instant time,
            Kind kind,
            @Nullable String call,
            @Nullable String caller,
            @Nullable String run,
            @Nullable String decision,
            @Nullable Money amount,
            @Nullable String key,
            @Nullable String bodyHash,
            @Nullable String objectId,
            List<Entry.Outer> outer,
            @Nullable String reason,
            @Nullable String cap) {

        /** Of a record that is no alert. */
        public Step(
                long sequence,
                Instant time,
                Kind kind,
                @Nullable String call,
                @Nullable String caller,
                @Nullable String run,
                @Nullable String decision,
                @Nullable Money amount,
                @Nullable String key,
                @Nullable String bodyHash,
                @Nullable String objectId,
                List<Entry.Outer> outer) {
            this(sequence, time, kind, call, caller, run, decision, amount, key, bodyHash, objectId, outer, null, null);
        }

        /** Of a record that was read whole. */
        public static Step of(Recorded recorded) {
            Entry entry = recorded.entry();
            return new Step(
                    recorded.sequence(),
                    entry.time(),
                    entry.kind(),
                    entry.call(),
                    entry.caller(),
                    entry.run(),
                    entry.decision(),
                    entry.amount(),
                    entry.key(),
                    entry.bodyHash(),
                    entry.objectId(),
                    entry.outer(),
                    entry.kind() == Kind.ALERT ? entry.reason() : null,
                    entry.kind() == Kind.ALERT ? entry.cap() : null);
        }
    }

    /** Takes up one record; called in the order of the journal. */
    void accept(Step step);

    /** A directory has been read to its end, and another follows it. The moment to forget what is too old to matter. */
    void directoryEnded();

    /** The sequence of the earliest admission of money whose outcome is not known yet; {@link Long#MAX_VALUE} if there is none. */
    long earliestOpen();

    /** Puts down all there is. */
    void save(DataOutput out) throws IOException;

    /**
     * Takes up what {@link #save} has put down; only of one that has taken up nothing yet.
     *
     * @throws IOException if that does not fit here, such as for another time zone; the message says why. What this holds then is of no use.
     */
    void load(DataInput in) throws IOException;
}
