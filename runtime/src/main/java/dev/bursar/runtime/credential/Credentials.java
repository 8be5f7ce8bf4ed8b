// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            if (source.startsWith("env:")) {
                String value = environment.apply(source.substring(4));
                if (value == null) {
                    throw new CredentialException("`" + source + "` is not set");
                }
                return new Known(Secret.of(value.getBytes(StandardCharsets.UTF_8)), null, now);
            }
            if (source.startsWith("file:")) {
                return readFile(Path.of(source.substring(5)), last, now);
            }
        } catch (IllegalArgumentException e) {
            throw new CredentialException("the key in `" + source + "` " + e.getMessage());
        } catch (IOException e) {
            // Only the kind of failure: the message of an exception may hold anything.
            throw new CredentialException(
                    "`" + source + "` cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        throw new CredentialException("a credential is neither env:NAME nor file:/path");
    }

    private static Known readFile(Path file, @Nullable Known last, long now) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        String stamp = attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
        if (last != null && stamp.equals(last.stamp)) {
            return new Known(last.secret, stamp, now);
        }
        byte[] raw;
        try (InputStream in = Files.newInputStream(file)) {
            raw = in.readNBytes(8192);
        }
        try {
            return new Known(Secret.of(raw), stamp, now);
        } finally {
            Arrays.fill(raw, (byte) 0);
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
