// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the text of a key of the journal from where it is: {@code env:NAME} or {@code file:/path}. */
public final class KeyText {

    private static final int LONGEST = 16 * 1024;

    private KeyText() {}

    /**
     * @param environment the environment's variables
     * @throws IOException if there is nothing to read; the message names the source and never what stands there
     */
    public static String read(String source, Function<String, @Nullable String> environment) throws IOException {
        if (source.startsWith("env:")) {
            String value = environment.apply(source.substring(4));
            if (value == null) {
                throw new IOException("the environment variable `" + source.substring(4) + "` is not set");
            }
            return value;
        }
        if (!source.startsWith("file:")) {
            throw new IOException("a key is named by `env:NAME` or `file:/path`; what stands here is neither");
        }
        String file = source.substring(5);
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IOException("the file `" + file + "` is too long for a key");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (InvalidPathException e) {
            throw new IOException("the path after `file:` is none this system can have", e);
        } catch (FileSystemException e) {
            throw new IOException("the file `" + file + "` cannot be read: " + StateDirectory.reason(e), e);
        }
    }
}
