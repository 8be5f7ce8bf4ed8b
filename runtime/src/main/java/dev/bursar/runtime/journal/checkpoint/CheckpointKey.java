// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import dev.bursar.runtime.journal.SharedSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of checkpoints. Its text says which kind it is: PEM, or base64 of DER, is an Ed25519 key, private (PKCS#8) or public (X.509); any
 * other text is a shared secret. Prints as nothing.
 */
public final class CheckpointKey {

    private static final String ED25519 = "Ed25519";
    private static final String HMAC = "HmacSHA256";
    private static final int LONGEST = 4096;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*)-----END \\1-----", Pattern.DOTALL);
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    /** The secret; {@code null} for Ed25519. */
    private final @Nullable SecretKeySpec secret;

    private final @Nullable PrivateKey signing;
    private final @Nullable PublicKey verifying;
    private final String id;

    private CheckpointKey(
            @Nullable SecretKeySpec secret, @Nullable PrivateKey signing, @Nullable PublicKey verifying, String id) {
        this.secret = secret;
        this.signing = signing;
        this.verifying = verifying;
        this.id = id;
    }

    /**
     * @param text as read
     * @throws IllegalArgumentException if it is too short, too simple, or a key of another kind; the message goes on from "the key" and does
     *     not repeat it
     */
    public static CheckpointKey of(String text) {
        String key = text.strip();
        if (key.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (key.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        try {
            if (key.startsWith("-----BEGIN ")) {
                return ofPem(key);
            }
            byte[] der = der(key);
            return der != null ? ofDer(der) : ofSecret(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is not an Ed25519 key that can be read", e);
        }
    }

    private static CheckpointKey ofPem(String text) throws GeneralSecurityException {
        Matcher pem = PEM.matcher(text);
        if (!pem.matches()) {
            throw new IllegalArgumentException("is not one whole PEM block");
        }
        String label = pem.group(1);
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is PEM that is not base64", e);
        }
        return switch (label) {
            case "PRIVATE KEY" -> ofPrivate(der);
            case "PUBLIC KEY" -> ofPublic(der);
            default ->
                throw new IllegalArgumentException(
                        "is a PEM block `" + label + "`; make one with `openssl genpkey -algorithm ed25519`");
        };
    }

    /** What base64 text holds if it is a sequence of ASN.1 from end to end, as every key in DER is. */
    private static byte @Nullable [] der(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean isShort = bytes.length > 2 && bytes[0] == 0x30 && bytes[1] == bytes.length - 2;
        boolean isLong = bytes.length > 4
                && bytes[0] == 0x30
                && bytes[1] == (byte) 0x82
                && ((bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF) == bytes.length - 4;
        return isShort || isLong ? bytes : null;
    }

    private static CheckpointKey ofDer(byte[] der) throws GeneralSecurityException {
        try {
            return ofPrivate(der);
        } catch (GeneralSecurityException e) {
            return ofPublic(der);
        }
    }

    private static CheckpointKey ofPrivate(byte[] der) throws GeneralSecurityException {
        PrivateKey signing = KeyFactory.getInstance(ED25519).generatePrivate(new PKCS8EncodedKeySpec(der));
        PublicKey verifying = publicOf(signing);
        return new CheckpointKey(null, signing, verifying, id(verifying));
    }

    private static CheckpointKey ofPublic(byte[] der) throws GeneralSecurityException {
        PublicKey verifying = KeyFactory.getInstance(ED25519).generatePublic(new X509EncodedKeySpec(der));
        return new CheckpointKey(null, null, verifying, id(verifying));
    }

    /** An Ed25519 key pair is made from 32 random bytes, which are the private key. Tried out, because that is the JDK's business. */
    private static PublicKey publicOf(PrivateKey signing) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) signing)
                .getBytes()
                .orElseThrow(() -> new GeneralSecurityException("the key does not show its bytes"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ED25519);
        generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
        KeyPair pair = generator.generateKeyPair();
        Arrays.fill(seed, (byte) 0);
        byte[] sentence = "bursar".getBytes(StandardCharsets.US_ASCII);
        if (!verify(pair.getPublic(), sentence, sign(signing, sentence))) {
            throw new GeneralSecurityException("the public key could not be derived");
        }
        return pair.getPublic();
    }

    private static CheckpointKey ofSecret(String key) throws GeneralSecurityException {
        SecretKeySpec secret = new SecretKeySpec(SharedSecret.of(key), HMAC);
        byte[] id = mac(secret, "bursar key id".getBytes(StandardCharsets.US_ASCII));
        return new CheckpointKey(secret, null, null, HexFormat.of().formatHex(id, 0, 8));
    }

    private static String id(PublicKey key) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return HexFormat.of().formatHex(hash, 0, 8);
    }

    /** By which its checkpoints name it: 16 hex digits, from which nothing of a secret follows. */
    public String id() {
        return id;
    }

    public Algorithm algorithm() {
        return secret != null ? Algorithm.HMAC_SHA256 : Algorithm.ED25519;
    }

    /** A public key cannot. */
    public boolean canSign() {
        return secret != null || signing != null;
    }

    /**
     * @param journal id of the journal
     * @throws GeneralSecurityException if the JDK cannot sign
     */
    Checkpoint sign(String journal, long sequence, String hash, Instant time) throws GeneralSecurityException {
        String text = Checkpoint.unsigned(journal, sequence, hash, time, algorithm(), id);
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] signature;
        if (secret != null) {
            signature = mac(secret, bytes);
        } else if (signing != null) {
            signature = sign(signing, bytes);
        } else {
            throw new GeneralSecurityException("a public key cannot sign");
        }
        return new Checkpoint(
                text, journal, sequence, hash, time, algorithm(), id, BASE64URL.encodeToString(signature));
    }

    /** Whether the owner of this key has signed it. */
    public boolean verifies(Checkpoint checkpoint) {
        if (checkpoint.algorithm() != algorithm() || !checkpoint.key().equals(id)) {
            return false;
        }
        try {
            byte[] signature = Base64.getUrlDecoder().decode(checkpoint.signature());
            if (secret != null) {
                return MessageDigest.isEqual(mac(secret, checkpoint.signedBytes()), signature);
            }
            return verifying != null && verify(verifying, checkpoint.signedBytes(), signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] mac(SecretKeySpec secret, byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(HMAC);
        mac.init(secret);
        return mac.doFinal(bytes);
    }

    private static byte[] sign(PrivateKey key, byte[] bytes) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ED25519);
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    private static boolean verify(PublicKey key, byte[] bytes, byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ED25519);
        signature.initVerify(key);
        signature.update(bytes);
        return signature.verify(signed);
    }

    @Override
    public String toString() {
        return "CheckpointKey[" + id + "]";
    }

    /** Not random at all: gives the bytes it was made with. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Given(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] into) {
            System.arraycopy(bytes, 0, into, 0, into.length);
        }
    }
}
