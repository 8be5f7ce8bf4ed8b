// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets real keys from where a policy says they are: {@code env:NAME} or {@code file:/path}. A file is looked at again at most once a second, so
 * that a rotated key is taken up without a restart; if it has become unreadable the calls that need it are refused. Thread-safe.
 */
public final class Credentials {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Function<String, @Nullable String> environment;
    private final LongSupplier nanoTime;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public Credentials(Function<String, @Nullable String> environment, LongSupplier nanoTime) {
        this.environment = environment;
        this.nanoTime = nanoTime;
    }

    /**
     * @param source {@code env:NAME} or {@code file:/path}
     * @throws CredentialException if there is no usable key there
     */
    public Secret get(String source) throws CredentialException {
        Known last = known.get(source);
        long now = nanoTime.getAsLong();
        if (last != null && (last.stamp == null || now - last.looked < LOOK_AGAIN_NANOS)) {
            return last.secret;
        }
        Known next = read(source, last, now);
        known.put(source, next);
        return next.secret;
    }

    private Known read(String source, @Nullable Known last, long now) throws CredentialException {
        try {
            SecretSource from = SecretSource.of(source);
            String stamp = from instanceof SecretSource.File file ? stamp(file) : null;
            if (last != null && stamp != null && stamp.equals(last.stamp)) {
                return new Known(last.secret, stamp, now);
            }
            byte[] raw = from.bytes(environment);
            try {
                return new Known(Secret.of(raw), stamp, now);
            } finally {
                Arrays.fill(raw, (byte) 0);
            }
        } catch (IllegalArgumentException e) {
            throw new CredentialException("the key in `" + source + "` " + e.getMessage());
        } catch (IOException e) {
            throw new CredentialException(String.valueOf(e.getMessage()));
        }
    }

    private static String stamp(SecretSource.File file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file.path(), BasicFileAttributes.class);
            return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
        } catch (IOException e) {
            // Only the kind of failure: the message of an exception may hold anything.
            throw new IOException(
                    "`" + file + "` cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * @param stamp what tells one version of a file from the next; {@code null} for the environment, which does not change
     * @param looked when the file was last looked at, nanoseconds of the supplier's clock
     */
    private record Known(Secret secret, @Nullable String stamp, long looked) {
        @Override
        public String toString() {
            return "Known[" + stamp + "]";
        }
    }
}
