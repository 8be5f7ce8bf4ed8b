// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The least that any durable write costs on this disk: 512 bytes into a file that has its size already, and their sync. */
final class Fsync implements AutoCloseable {

    private static final int SIZE = 1 << 20;

    private final FileChannel file;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(512);
    private long at;

    private Fsync(FileChannel file) {
        this.file = file;
    }

    static Fsync open(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve("fsync"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocateDirect(SIZE);
        while (zeros.hasRemaining()) {
            file.write(zeros);
        }
        file.force(true);
        return new Fsync(file);
    }

    /** @return how long it took, in nanoseconds */
    long once() throws IOException {
        bytes.clear();
        bytes.putLong(0, System.nanoTime());
        long start = System.nanoTime();
        while (bytes.hasRemaining()) {
            file.write(bytes, at);
        }
        file.force(false);
        long took = System.nanoTime() - start;
        at = (at + 512) % SIZE;
        return took;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
