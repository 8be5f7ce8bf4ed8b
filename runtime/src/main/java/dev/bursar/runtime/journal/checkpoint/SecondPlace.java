// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Where checkpoints stand beside the journal, out of reach of whoever can write the journal. Of one thread. */
public interface SecondPlace {

    /** @throws IOException if it is not certain that the line is there */
    void write(String line) throws IOException;

    /** As a policy writes it. */
    String name();

    /**
     * @param to {@code file:/path}, {@code stdout}, {@code syslog} or {@code syslog:PORT}
     * @throws IllegalArgumentException if it is none of these
     */
    static SecondPlace of(String to) {
        if (to.startsWith("file:")) {
            return new ToFile(Path.of(to.substring(5)));
        }
        if (to.equals("stdout")) {
            return new ToStdout();
        }
        if (to.equals("syslog")) {
            return new ToSyslog(ToSyslog.PORT);
        }
        if (to.startsWith("syslog:")) {
            return new ToSyslog(Integer.parseInt(to.substring("syslog:".length())));
        }
        throw new IllegalArgumentException("no place for checkpoints: " + to);
    }

    /**
     * A file, opened anew for each line, so that it may be rotated, and forced after each.
     *
     * @param path made if it is not there; its directory is not
     */
    record ToFile(Path path) implements SecondPlace {
        @Override
        public void write(String line) throws IOException {
            boolean isNew = !Files.exists(path);
            if (!isNew && !Files.isRegularFile(path)) {
                // a pipe that nobody reads would never be opened, and none can be forced
                throw new IOException("it is no file of its own, but a pipe, a device or a directory");
            }
            String before = isNew || endsWell() ? "" : "\n";
            FileAttribute<?>[] mode =
                    path.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0];
            try (FileChannel channel =
                    FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), mode)) {
                // one write, so that lines of several processes do not mix
                ByteBuffer bytes = ByteBuffer.wrap((before + line + "\n").getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Path directory = path.toAbsolutePath().getParent();
            if (isNew && directory != null) {
                try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                    opened.force(true);
                }
            }
        }

        /** Whether the last line is whole: a crash may have cut it. */
        private boolean endsWell() throws IOException {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                long size = channel.size();
                ByteBuffer last = ByteBuffer.allocate(1);
                return size == 0 || channel.read(last, size - 1) == 1 && last.get(0) == '\n';
            }
        }

        @Override
        public String name() {
            return "file:" + path;
        }
    }

    /** The process's own standard output, whatever {@code System.out} has become. */
    record ToStdout() implements SecondPlace {

        /** One alone: a descriptor remembers every stream that was ever made of it. */
        private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

        @Override
        public void write(String line) throws IOException {
            OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            OUT.flush();
        }

        @Override
        public String name() {
            return "stdout";
        }
    }

    /**
     * This machine's syslog, by UDP (RFC 5424 and 5426). Nobody answers there: that a line has arrived is not known, only that somebody listens.
     *
     * @param port on the loopback address
     */
    record ToSyslog(int port) implements SecondPlace {

        static final int PORT = 514;

        /** Facility 13, log audit; severity 5, notice. */
        private static final String PRIORITY = "<109>";

        @Override
        public void write(String line) throws IOException {
            String head = PRIORITY + "1 " + Instant.now().truncatedTo(ChronoUnit.MILLIS) + " - bursar "
                    + ProcessHandle.current().pid() + " checkpoint - ";
            try (DatagramChannel channel = DatagramChannel.open()) {
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.write(ByteBuffer.wrap((head + line).getBytes(StandardCharsets.US_ASCII)));
                // A closed port of this machine says so at once, to whoever asks.
                channel.configureBlocking(false);
                channel.read(ByteBuffer.allocate(1));
            }
        }

        @Override
        public String name() {
            return port == PORT ? "syslog" : "syslog:" + port;
        }
    }
}
