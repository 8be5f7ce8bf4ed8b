// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what only its own secret can read again: AES-256-GCM under a key that HKDF with SHA-256 makes of the secret. What was sealed opens only
 * whole, unchanged and for the very thing it was sealed about. Thread-safe.
 *
 * <p>Sealed text is base64url, without padding, of
 *
 * <pre>
 *  0  version   1   1
 *  1  nonce    12   random, of this text alone
 * 13  sealed    n   as long as what was sealed
 *  n  tag      16   over it and what it is about
 * </pre>
 */
public final class Seal {

    /** A secret of fewer characters can be guessed. */
    public static final int SHORTEST_SECRET = 32;

    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final String HMAC = "HmacSHA256";
    private static final byte[] SALT = "bursar seal".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PURPOSE = "request 1".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Seal(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * Makes the key.
     *
     * @throws CredentialException if the secret is too short to make a key of, or this JVM lacks an algorithm
     */
    public static Seal of(Secret secret) throws CredentialException {
        byte[] raw = secret.bytes();
        if (raw.length < SHORTEST_SECRET) {
            throw new CredentialException(
                    "a secret to seal with has at least " + SHORTEST_SECRET + " characters, and this one has fewer");
        }
        try {
            byte[] extracted = hmac(SALT, raw);
            byte[] expanded = hmac(extracted, PURPOSE, new byte[] {1});
            return new Seal(new SecretKeySpec(expanded, "AES"));
        } catch (GeneralSecurityException e) {
            throw new CredentialException(
                    "this JVM cannot make a key to seal with (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(new SecretKeySpec(key, HMAC));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** How many characters the sealed text of so many bytes has. */
    public static int length(int bytes) {
        return (int) (((1L + NONCE + bytes + TAG) * 4 + 2) / 3);
    }

    /**
     * Seals {@code plain}.
     *
     * @param about what the text belongs to; not in it, and to be given again to open it
     * @throws CredentialException if this JVM lacks the cipher
     */
    public String seal(byte[] plain, byte[] about) throws CredentialException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, about).doFinal(plain);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(1 + NONCE + sealed.length)
                            .put(VERSION)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new CredentialException(
                    "this JVM cannot seal (" + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * What was sealed.
     *
     * @throws CredentialException if it was sealed with another secret or about another thing, has been changed, or is no sealed text
     */
    public byte[] open(String sealed, byte[] about) throws CredentialException {
        try {
            byte[] all = Base64.getUrlDecoder().decode(sealed);
            if (all.length < 1 + NONCE + TAG || all[0] != VERSION) {
                throw new CredentialException("it is not a sealed text that this version of bursar can read");
            }
            byte[] nonce = Arrays.copyOfRange(all, 1, 1 + NONCE);
            return cipher(Cipher.DECRYPT_MODE, nonce, about).doFinal(all, 1 + NONCE, all.length - 1 - NONCE);
        } catch (IllegalArgumentException e) {
            throw new CredentialException("it is not a sealed text that this version of bursar can read");
        } catch (GeneralSecurityException e) {
            throw new CredentialException("it was sealed with another secret, or has been changed since");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] about) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(about);
        return cipher;
    }

    @Override
    public String toString() {
        return "Seal[hidden]";
    }
}
