// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is, as a policy or a command line names it: {@code env:NAME} or {@code file:/path}. It may be printed; what stands there may
 * not, and no message of an exception thrown here holds any of it.
 */
public sealed interface SecretSource {

    /** No key, password or address is longer: what is, is not meant. */
    int LONGEST_BYTES = 16 * 1024;

    /** A variable of the environment. */
    record Variable(String name) implements SecretSource {

        @Override
        public byte[] bytes(Function<String, @Nullable String> environment) throws IOException {
            String value = environment.apply(name);
            if (value == null) {
                throw new IOException("the environment variable `" + name + "` is not set");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "env:" + name;
        }
    }

    /** A file. */
    record File(Path path) implements SecretSource {

        @Override
        public byte[] bytes(Function<String, @Nullable String> environment) throws IOException {
            byte[] raw;
            try (InputStream in = Files.newInputStream(path)) {
                raw = in.readNBytes(LONGEST_BYTES + 1);
            } catch (NoSuchFileException e) {
                throw new IOException("`" + this + "` cannot be read: there is no such file", e);
            } catch (AccessDeniedException e) {
                throw new IOException("`" + this + "` cannot be read: no permission", e);
            } catch (IOException e) {
                // Only the kind of failure: the message of an exception may hold anything.
                throw new IOException(
                        "`" + this + "` cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
            if (raw.length > LONGEST_BYTES) {
                Arrays.fill(raw, (byte) 0);
                throw new IOException(
                        "`" + this + "` holds more than " + LONGEST_BYTES + " bytes, which no secret does");
            }
            return raw;
        }

        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /** @throws IOException if {@code text} is neither; it may be the secret by mistake, so the message does not repeat it */
    static SecretSource of(String text) throws IOException {
        if (text.startsWith("env:")) {
            return new Variable(text.substring("env:".length()));
        }
        if (!text.startsWith("file:")) {
            throw new IOException("a secret is named by `env:NAME` or `file:/path`; what stands here is neither");
        }
        try {
            return new File(Path.of(text.substring("file:".length())));
        } catch (InvalidPathException e) {
            throw new IOException("the path after `file:` is none this system can have");
        }
    }

    /**
     * What stands there, line ends and all; to be overwritten after use.
     *
     * @param environment gives {@code null} for what is not set
     * @throws IOException if there is nothing to read, or too much
     */
    byte[] bytes(Function<String, @Nullable String> environment) throws IOException;

    /** As {@link #bytes}, of UTF-8. */
    default String text(Function<String, @Nullable String> environment) throws IOException {
        byte[] raw = bytes(environment);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("`" + this + "` holds bytes that are no text");
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }
}
