// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LocalLedger} as bytes. Everything stands in an order of its own, so that equal ledgers give equal bytes: accounts by name, windows
 * by kind and time, holds by key. Windows that are forgotten but that a remembered hold still counts in come along.
 *
 * <pre>
 *   i32 accounts, of each:
 *     text name; 5 x i64 end of the latest forgotten minute, hour, day, week, month
 *     i32 windows, of each:
 *       u8 kind (0-4 as above, 5 a run), u8 1 if it is remembered, 0 if only holds count in it
 *       of a calendar window i64 first second (0 if not remembered), i64 first second after it; of a run text id ("" if not remembered)
 *       i64 latest time of use (of a run), i64 calls spent, i64 calls held, i32 open holds, u8 1 if made again after it was forgotten
 *       u8 currencies (255: the i32 that follows says how many), of each: text, i64 spent, i64 held
 *     i32 moments, of each: i64 from, i64 until, 5 x i32 the calendar windows it lies in
 *   i32 holds, of each:
 *     text key, i64 time in seconds, u8 state, text currency (absent: none), i64 asked, i64 charged, text other currency, i64 charged in it
 *     u8 payers, of each: i32 account, i32 moment, i32 window of the run
 *   of each account: i32 closed holds, the earliest first, of each: i32 hold, or -1 and i64 time of one whose key was held anew
 *
 *   text   i16 length in bytes, then UTF-8; -1 if absent
 * </pre>
 */
final class LedgerImage {

    private static final int KINDS = 5;
    private static final int RUN = 5;

    /** Of so many currencies and more the number follows by itself: what a caller may ask for is any three letters. */
    private static final int MANY = 255;

    private static final HoldState[] STATES = HoldState.values();

    private LedgerImage() {}

    /** Of one account, its windows and moments as they are numbered. */
    private static final class Numbered {
        final Map<Bucket, Integer> buckets = new IdentityHashMap<>();
        final List<Bucket> inOrder = new ArrayList<>();
        final Map<Account.Windows, Integer> moments = new HashMap<>();
        final List<Account.Windows> momentsInOrder = new ArrayList<>();
        final List<Integer> kinds = new ArrayList<>();

        void add(Bucket bucket, int kind) {
            if (buckets.putIfAbsent(bucket, inOrder.size()) == null) {
                inOrder.add(bucket);
                kinds.add(kind);
            }
        }

        void add(Hold.Part part) {
            if (moments.putIfAbsent(part.windows(), momentsInOrder.size()) == null) {
                momentsInOrder.add(part.windows());
                for (int i = 0; i < KINDS; i++) {
                    add(part.windows().buckets().get(i), i);
                }
            }
            add(part.run(), RUN);
        }

        int of(Bucket bucket) {
            Integer number = buckets.get(bucket);
            if (number == null) {
                throw new IllegalStateException("a hold counts in a window that was not numbered");
            }
            return number;
        }
    }

    /** Puts down. */
    static final class Saving {
        private final DataOutput out;
        private final Map<String, Account> accounts;
        private final Hold[] holds;
        private final Map<Account, Integer> places = new IdentityHashMap<>();
        private final List<Numbered> numbered = new ArrayList<>();

        Saving(DataOutput out, Map<String, Account> accounts, Map<String, Hold> holds) {
            this.out = out;
            this.accounts = new TreeMap<>(accounts);
            this.holds = holds.values().toArray(new Hold[0]);
            Arrays.sort(this.holds, Comparator.comparing(hold -> hold.key));
        }

        void save() throws IOException {
            for (Account account : accounts.values()) {
                places.put(account, numbered.size());
                numbered.add(remembered(account));
            }
            for (Hold hold : holds) {
                for (Hold.Part part : hold.parts) {
                    numbered.get(place(part.account())).add(part);
                }
            }
            out.writeInt(accounts.size());
            for (Account account : accounts.values()) {
                account(account, numbered.get(place(account)));
            }
            Map<Hold, Integer> numbers = new IdentityHashMap<>(holds.length);
            out.writeInt(holds.length);
            for (int i = 0; i < holds.length; i++) {
                numbers.put(holds[i], i);
                hold(holds[i]);
            }
            for (Account account : accounts.values()) {
                out.writeInt(account.closed.size());
                for (Account.Closed closed : account.closed) {
                    int number = numbers.getOrDefault(closed.hold(), -1);
                    out.writeInt(number);
                    if (number < 0) {
                        out.writeLong(closed.hold().at);
                    }
                }
            }
        }

        private int place(Account account) {
            return places.getOrDefault(account, -1);
        }

        private static Numbered remembered(Account account) {
            Numbered numbered = new Numbered();
            for (int i = 0; i < KINDS; i++) {
                for (Bucket bucket : new TreeMap<>(account.byStart().get(i)).values()) {
                    numbered.add(bucket, i);
                }
            }
            for (Bucket run : new TreeMap<>(account.runs()).values()) {
                numbered.add(run, RUN);
            }
            return numbered;
        }

        private void account(Account account, Numbered here) throws IOException {
            text(out, account.caller);
            for (long end : account.forgotten()) {
                out.writeLong(end);
            }
            Map<Bucket, Long> starts = new IdentityHashMap<>();
            account.byStart().forEach(kind -> kind.forEach((from, bucket) -> starts.put(bucket, from)));
            Map<Bucket, String> ids = new IdentityHashMap<>();
            account.runs().forEach((id, run) -> ids.put(run, id));
            out.writeInt(here.inOrder.size());
            for (int i = 0; i < here.inOrder.size(); i++) {
                Bucket bucket = here.inOrder.get(i);
                int kind = here.kinds.get(i);
                out.writeByte(kind);
                if (kind == RUN) {
                    String id = ids.get(bucket);
                    out.writeBoolean(id != null);
                    text(out, id == null ? "" : id);
                } else {
                    Long from = starts.get(bucket);
                    out.writeBoolean(from != null);
                    out.writeLong(from == null ? 0 : from);
                    out.writeLong(bucket.until);
                }
                numbers(bucket);
            }
            out.writeInt(here.momentsInOrder.size());
            for (Account.Windows moment : here.momentsInOrder) {
                out.writeLong(moment.from());
                out.writeLong(moment.until());
                for (Bucket bucket : moment.buckets()) {
                    out.writeInt(here.of(bucket));
                }
            }
        }

        private void numbers(Bucket bucket) throws IOException {
            out.writeLong(bucket.usedAt);
            out.writeLong(bucket.callsSpent);
            out.writeLong(bucket.callsHeld);
            out.writeInt(bucket.open);
            out.writeBoolean(bucket.isPartial);
            int sums = bucket.countOfSums();
            out.writeByte(Math.min(sums, MANY));
            if (sums >= MANY) {
                out.writeInt(sums);
            }
            bucket.forEachSum((currency, spent, held) -> {
                text(out, currency);
                out.writeLong(spent);
                out.writeLong(held);
            });
        }

        private void hold(Hold hold) throws IOException {
            text(out, hold.key);
            out.writeLong(hold.at);
            out.writeByte(hold.state.ordinal());
            text(out, hold.currency);
            out.writeLong(hold.asked);
            out.writeLong(hold.charged);
            text(out, hold.otherCurrency);
            out.writeLong(hold.otherCharged);
            out.writeByte(hold.parts.size());
            for (Hold.Part part : hold.parts) {
                int account = place(part.account());
                Numbered there = numbered.get(account);
                out.writeInt(account);
                out.writeInt(there.moments.getOrDefault(part.windows(), -1));
                out.writeInt(there.of(part.run()));
            }
        }
    }

    /** Takes up. */
    static final class Loading {
        private final DataInput in;
        private final Function<String, Account> account;
        private final Map<String, Hold> holds;
        private final long nanos;
        private final Map<String, String> currencies = new HashMap<>();

        Loading(DataInput in, Function<String, Account> account, Map<String, Hold> holds, long nanos) {
            this.in = in;
            this.account = account;
            this.holds = holds;
            this.nanos = nanos;
        }

        void load() throws IOException {
            try {
                int size = in.readInt();
                List<Account> accounts = new ArrayList<>();
                List<List<Bucket>> buckets = new ArrayList<>();
                List<List<Account.Windows>> moments = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    Account each = account.apply(there(text(in)));
                    accounts.add(each);
                    for (int kind = 0; kind < KINDS; kind++) {
                        each.forgotten()[kind] = in.readLong();
                    }
                    buckets.add(buckets(each));
                    moments.add(moments(buckets.get(i)));
                }
                List<Hold> inOrder = holds(accounts, buckets, moments);
                for (Account each : accounts) {
                    closed(each, inOrder);
                }
            } catch (IndexOutOfBoundsException | DateTimeException | ArithmeticException e) {
                throw new IOException("what it says of the ledger makes no sense", e);
            }
        }

        private List<Bucket> buckets(Account account) throws IOException {
            int size = in.readInt();
            List<Bucket> buckets = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int kind = in.readUnsignedByte();
                boolean isRemembered = in.readBoolean();
                Bucket bucket;
                if (kind == RUN) {
                    String id = there(text(in));
                    bucket = Bucket.of(Long.MAX_VALUE, true);
                    if (isRemembered) {
                        account.runs().put(id, bucket);
                    }
                } else {
                    long from = in.readLong();
                    bucket = Bucket.of(in.readLong(), false);
                    if (isRemembered) {
                        if (!account.isInPlace(kind, from, bucket.until)) {
                            throw new IOException(
                                    "its windows are not those of this time zone, or of its present rules");
                        }
                        account.byStart().get(kind).put(from, bucket);
                    }
                }
                bucket.touched = nanos;
                bucket.usedAt = in.readLong();
                bucket.callsSpent = in.readLong();
                bucket.callsHeld = in.readLong();
                bucket.open = in.readInt();
                bucket.isPartial = in.readBoolean();
                int sums = in.readUnsignedByte();
                for (sums = sums == MANY ? in.readInt() : sums; sums > 0; sums--) {
                    bucket.addSum(one(there(text(in))), in.readLong(), in.readLong());
                }
                buckets.add(bucket);
            }
            return buckets;
        }

        private List<Account.Windows> moments(List<Bucket> buckets) throws IOException {
            int size = in.readInt();
            List<Account.Windows> moments = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                long from = in.readLong();
                long until = in.readLong();
                Bucket[] windows = new Bucket[KINDS];
                for (int kind = 0; kind < KINDS; kind++) {
                    windows[kind] = buckets.get(in.readInt());
                }
                moments.add(new Account.Windows(from, until, List.of(windows)));
            }
            return moments;
        }

        private List<Hold> holds(
                List<Account> accounts, List<List<Bucket>> buckets, List<List<Account.Windows>> moments)
                throws IOException {
            int size = in.readInt();
            List<Hold> inOrder = new ArrayList<>();
            List<Account[]> alone = new ArrayList<>();
            accounts.forEach(each -> alone.add(new Account[] {each}));
            for (int i = 0; i < size; i++) {
                String key = there(text(in));
                long at = in.readLong();
                HoldState state = STATES[in.readUnsignedByte()];
                String currency = currency(text(in));
                long asked = in.readLong();
                long charged = in.readLong();
                String otherCurrency = currency(text(in));
                long otherCharged = in.readLong();
                int payers = in.readUnsignedByte();
                Hold.Part[] parts = new Hold.Part[payers];
                Account[] locks = null;
                for (int n = 0; n < payers; n++) {
                    int place = in.readInt();
                    parts[n] = new Hold.Part(
                            accounts.get(place),
                            moments.get(place).get(in.readInt()),
                            buckets.get(place).get(in.readInt()));
                    locks = payers == 1 ? alone.get(place) : locks;
                }
                if (locks == null) {
                    locks = LocalLedger.inOrder(
                            Arrays.stream(parts).map(Hold.Part::account).toList());
                }
                Hold hold = new Hold(key, List.of(parts), locks, currency, at, state);
                hold.asked = asked;
                hold.charged = charged;
                hold.otherCurrency = otherCurrency;
                hold.otherCharged = otherCharged;
                holds.put(key, hold);
                inOrder.add(hold);
            }
            return inOrder;
        }

        private void closed(Account account, List<Hold> holds) throws IOException {
            for (int left = in.readInt(); left > 0; left--) {
                int number = in.readInt();
                Hold hold = number >= 0
                        ? holds.get(number)
                        : new Hold("", List.of(), new Account[0], null, in.readLong(), HoldState.RELEASED);
                hold.queued = true;
                account.closed.add(new Account.Closed(hold, nanos));
            }
        }

        /** One string for each currency there is. */
        private @Nullable String currency(@Nullable String read) {
            return read == null ? null : one(read);
        }

        private String one(String currency) {
            return currencies.computeIfAbsent(currency, same -> same);
        }
    }

    private static String there(@Nullable String text) throws IOException {
        if (text == null) {
            throw new IOException("a name in it is missing");
        }
        return text;
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
}
