// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One script and the name by which a server knows it. Its first two keys and first three arguments are given by {@link SharedRedis}. */
public final class Script {

    private final String text;
    private final byte[] name;

    private Script(String text) {
        this.text = text;
        this.name = sha(text).getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins with {@code stand.lua}. */
    String text() {
        return text;
    }

    /** The hash of the text, as a server writes it. Not to be changed. */
    byte[] name() {
        return name;
    }

    /**
     * The script made of the named resources one after another.
     *
     * @param room whose resources they are
     */
    public static Script of(Class<?> room, String... resources) {
        StringBuilder text = new StringBuilder(read(Script.class, "stand.lua"));
        for (String resource : resources) {
            text.append(read(room, resource));
        }
        return new Script(text.toString());
    }

    private static String read(Class<?> room, String resource) {
        try (InputStream in = room.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("`" + resource + "` is missing in this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
