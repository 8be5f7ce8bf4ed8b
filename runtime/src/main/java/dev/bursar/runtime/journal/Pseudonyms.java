// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names for people that tell nobody who they are: equal for equal people, and of no use to whoever has not the key. The key is the state
 * directory's own, or one that several share, so that they know the same person by the same name. Thread-safe.
 */
public final class Pseudonyms {

    /** The file in the state directory with its own key. */
    static final String FILE = "pseudonym.key";

    private static final String HMAC = "HmacSHA256";
    private static final String PURPOSE = "bursar subject 1\n";
    private static final int KEY_BYTES = 32;
    private static final int LENGTH_BYTES = 16;

    private final @Nullable SecretKeySpec key;

    private Pseudonyms(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    /** Names nobody. */
    public static Pseudonyms none() {
        return new Pseudonyms(null);
    }

    /**
     * With a key that is given.
     *
     * @throws IllegalArgumentException as {@link SharedSecret#of}
     */
    public static Pseudonyms with(String key) {
        return new Pseudonyms(new SecretKeySpec(SharedSecret.of(key), HMAC));
    }

    /**
     * With the state directory's own key, made at the first time and then on the disk.
     *
     * @param state held by this process
     * @throws IOException if it cannot be read or made
     */
    public static Pseudonyms ofState(Path state) throws IOException {
        return with(StateFile.get(state, FILE, KEY_BYTES));
    }

    /**
     * As {@link #ofState}, from outside: never makes a key.
     *
     * @return {@code null} if there is none
     * @throws IOException if it cannot be read
     */
    public static @Nullable Pseudonyms find(Path state) throws IOException {
        String key = StateFile.find(state, FILE);
        return key == null ? null : with(key);
    }

    /**
     * @param plain who it is, as the vendor or the application knows them
     * @return 32 hex digits
     */
    public @Nullable String of(@Nullable String plain) {
        if (plain == null || key == null) {
            return null;
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(PURPOSE.getBytes(StandardCharsets.US_ASCII));
            byte[] name = mac.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(name, 0, LENGTH_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "Pseudonyms[hidden]";
    }
}
