// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The state directory, held by one process: an exclusive lock on the file {@code lock} in it, for as long as this is open. The journal
 * is in the directory {@code journal} in it.
 */
final class StateDirectory implements AutoCloseable {

    static final String JOURNAL = "journal";
    static final String LOCK = "lock";
    static final String ARCHIVE = "archive";
    static final String SNAPSHOTS = "snapshots";

    private static final Collection<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final Path path;
    private final FileChannel channel;
    private final @Nullable Object identity;

    private StateDirectory(Path path, FileChannel channel, @Nullable Object identity) {
        this.path = path;
        this.channel = channel;
        this.identity = identity;
    }

    /**
     * Makes the directory if it is not there, and takes the lock.
     *
     * @throws JournalUnavailableException if it is another process's, or cannot be used; the message says why
     */
    static StateDirectory take(Path state) throws JournalUnavailableException {
        Path path = state.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            make(path);
            make(path.resolve(JOURNAL));
            for (Path each : new Path[] {path, path.resolve(JOURNAL)}) {
                // a directory that cannot be listed must not pass for an empty one
                if (!Files.isReadable(each) || !Files.isWritable(each) || !Files.isExecutable(each)) {
                    throw new AccessDeniedException(each.toString());
                }
            }
            Path lock = path.resolve(LOCK);
            try {
                Files.createFile(lock, mode(lock, "rw-------"));
            } catch (FileAlreadyExistsException e) {
                // of an earlier process, or of one that is running: the lock decides
            }
            channel = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock held = null;
            try {
                held = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // Held within this very process. Closing any channel of a file gives up the process's lock on it, so
                // this stays open.
                LEFT_OPEN.add(channel);
                channel = null;
                throw new JournalUnavailableException("the state directory `" + path
                        + "` is in use by this process already: give each policy a `state` of its own");
            }
            if (held == null) {
                throw new JournalUnavailableException("the state directory `" + path + "` is in use" + holder(channel)
                        + ": give each process a `state` of its own");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            StateDirectory taken = new StateDirectory(path, channel, identity(lock));
            channel = null;
            return taken;
        } catch (IOException e) {
            throw new JournalUnavailableException("the state directory `" + path + "` cannot be used: " + reason(e), e);
        } finally {
            closeQuietly(channel);
        }
    }

    Path path() {
        return path;
    }

    Path journal() {
        return path.resolve(JOURNAL);
    }

    /** @throws IOException if the path no longer leads to the file that is locked */
    void check() throws IOException {
        Object now = identity(path.resolve(LOCK));
        if (identity != null && !identity.equals(now)) {
            throw new IOException("`" + path.resolve(LOCK) + "` has been replaced by another file");
        }
    }

    /** Something that is equal for one file and different for another; {@code null} where the file system has no such thing. */
    static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Owner only, where the file system knows owners. */
    static FileAttribute<?>[] mode(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes the names in a directory survive a crash of the machine. */
    static void force(Path directory) throws IOException {
        try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }

    /** What went wrong, in words, without a type name where it can be had. */
    static String reason(Throwable thrown) {
        if (thrown instanceof AccessDeniedException denied) {
            return "no permission for `" + denied.getFile() + "`";
        }
        if (thrown instanceof NoSuchFileException missing) {
            return "`" + missing.getFile() + "` is missing";
        }
        if (thrown instanceof FileAlreadyExistsException file) {
            return "`" + file.getFile() + "` is not a directory";
        }
        if (thrown instanceof FileSystemException other && other.getReason() != null) {
            return "`" + other.getFile() + "`: " + other.getReason();
        }
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
    }

    static void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory, mode(directory, "rwx------"));
        Path parent = directory.getParent();
        if (parent != null) {
            force(parent);
        }
    }

    private static String holder(FileChannel channel) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(20);
            int read = channel.read(bytes, 0);
            String pid = read <= 0 ? "" : new String(bytes.array(), 0, read, StandardCharsets.US_ASCII).strip();
            return pid.matches("[0-9]+") ? " by process " + pid : " by another process";
        } catch (IOException e) {
            return " by another process";
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // nothing was written through it
            }
        }
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
