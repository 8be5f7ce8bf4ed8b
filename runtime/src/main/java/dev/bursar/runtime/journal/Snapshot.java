// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Replay} was where a directory of the journal ended, in a file of the directory {@code snapshots} of the state directory, whose
 * name is the sequence. It depends on the journal up to there alone, so that it can be checked against it. Big-endian:
 *
 * <pre>
 *   0  "BRSN"         4
 *   4  format         1   2
 *   5  ordinal        4   of the directory that ended
 *   9  sequence       8   of its last record
 *  17  record        32   the hash of that record
 *  49  open              8   sequence of the earliest admission of money whose outcome is not known; 2^63-1 if there is none
 *  57  content            what {@link Replay#save} has put down
 *   n  hash          32   SHA-256 of bytes 0 to n-1
 * </pre>
 *
 * @param earliestOpen as the file says it
 * @param digest the SHA-256 that the file ends in
 */
record Snapshot(Path file, int ordinal, long sequence, byte[] record, long earliestOpen, byte[] digest) {

    private static final byte[] MAGIC = {'B', 'R', 'S', 'N'};
    private static final byte FORMAT = 2;
    private static final int HEAD = 4 + 1 + 4 + 8 + Canonical.HASH + 8;
    private static final Pattern NAME = Pattern.compile("[0-9]{19}");
    private static final int WINDOW = 1 << 20;

    /** Every snapshot file of a state directory, the latest first; whether they are whole is not known yet. */
    static List<Path> all(Path state) throws IOException {
        Path directory = state.resolve(StateDirectory.SNAPSHOTS);
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    if (NAME.matcher(file.getFileName().toString()).matches()) {
                        found.add(file);
                    }
                }
            }
        }
        found.sort(Comparator.comparing(Path::getFileName).reversed());
        return found;
    }

    /**
     * Reads a file to its end.
     *
     * @throws IOException if it is not whole; the message says why
     */
    static Snapshot check(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < HEAD + Canonical.HASH) {
                throw new IOException("it is too short");
            }
            MessageDigest digest = Canonical.sha256();
            ByteBuffer window = ByteBuffer.allocateDirect(WINDOW);
            ByteBuffer head = null;
            long left = size - Canonical.HASH;
            while (left > 0) {
                fill(channel, window.clear().limit((int) Math.min(left, WINDOW)));
                left -= window.limit();
                if (head == null) {
                    head = ByteBuffer.allocate(HEAD)
                            .put(window.duplicate().limit(HEAD))
                            .flip();
                }
                digest.update(window);
            }
            byte[] hash = new byte[Canonical.HASH];
            fill(channel, window.clear().limit(hash.length));
            window.get(hash);
            if (head == null || !MessageDigest.isEqual(digest.digest(), hash)) {
                throw new IOException("its hash is not that of its bytes");
            }
            byte[] magic = new byte[MAGIC.length];
            head.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new IOException("it is not a snapshot");
            }
            byte format = head.get();
            if (format != FORMAT) {
                throw new IOException("it is of format " + format + ", and this Bursar reads format " + FORMAT);
            }
            int ordinal = head.getInt();
            long sequence = head.getLong();
            byte[] record = new byte[Canonical.HASH];
            head.get(record);
            return new Snapshot(file, ordinal, sequence, record, head.getLong(), hash);
        }
    }

    private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("it ends early");
            }
        }
        buffer.flip();
    }

    /** Lets {@code replay} take up what is in the file. */
    void load(Replay replay) throws IOException {
        try (DataInputStream in = content()) {
            replay.load(in);
        } catch (EOFException e) {
            throw new IOException("it ends early", e);
        }
    }

    /** What was put down, to be closed. */
    DataInputStream content() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), WINDOW);
        in.skipNBytes(HEAD);
        return new DataInputStream(in);
    }

    String digestHex() {
        return HexFormat.of().formatHex(digest);
    }

    /** Where in the journal it stands: {@code null} if the journal goes on behind it as it should, else why it does not. */
    @Nullable
    String misfit(JournalReader journal) {
        Incarnation next = journal.incarnation(ordinal + 1);
        if (next == null) {
            return "the journal has no directory number " + (ordinal + 1) + ", which would follow it";
        }
        return next.first() == sequence + 1 && Arrays.equals(next.previousBytes(), record)
                ? null
                : "it does not belong to this journal";
    }

    /** The SHA-256 that the file of this place would end in. */
    static byte[] digest(int ordinal, long sequence, byte[] record, Replay replay) throws IOException {
        return write(OutputStream.nullOutputStream(), ordinal, sequence, record, replay);
    }

    /** Makes the file, whole and on the disk. */
    static Snapshot make(Path state, int ordinal, long sequence, byte[] record, Replay replay) throws IOException {
        Path directory = state.resolve(StateDirectory.SNAPSHOTS);
        StateDirectory.make(directory);
        Path file = directory.resolve("%019d".formatted(sequence));
        Path making = directory.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(making);
        byte[] digest;
        try (FileChannel channel = FileChannel.open(
                making,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                StateDirectory.mode(making, "rw-------"))) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), WINDOW);
            digest = write(out, ordinal, sequence, record, replay);
            out.write(digest);
            out.flush();
            channel.force(true);
        } catch (Throwable t) {
            Files.deleteIfExists(making);
            throw t;
        }
        Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        StateDirectory.force(directory);
        return new Snapshot(file, ordinal, sequence, record, replay.earliestOpen(), digest);
    }

    private static byte[] write(OutputStream to, int ordinal, long sequence, byte[] record, Replay replay)
            throws IOException {
        DigestOutputStream digesting = new DigestOutputStream(to, Canonical.sha256());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(digesting, 1 << 16));
        out.write(MAGIC);
        out.writeByte(FORMAT);
        out.writeInt(ordinal);
        out.writeLong(sequence);
        out.write(record);
        out.writeLong(replay.earliestOpen());
        replay.save(out);
        out.flush();
        return digesting.getMessageDigest().digest();
    }
}
