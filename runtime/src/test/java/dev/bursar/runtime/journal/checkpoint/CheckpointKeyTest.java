// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.journal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys there are, and which are refused. */
class CheckpointKeyTest {

    /** The first test vector of RFC 8032, 7.1. */
    private static final String SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

    private static final String PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private static final String JOURNAL = "0123456789abcdef0123456789abcdef";

    private static byte[] der(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(der(hex));
    }

    private static String pem(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static final String PRIVATE_DER = "302e020100300506032b657004220420" + SEED;
    private static final String PUBLIC_DER = "302a300506032b6570032100" + PUBLIC;

    @Test
    void tells_an_ed25519_key_in_pem_and_in_base64_and_checks_with_the_public_one_alone() throws Exception {
        CheckpointKey signing = CheckpointKey.of(pem("PRIVATE KEY", base64(PRIVATE_DER)));
        CheckpointKey same = CheckpointKey.of(base64(PRIVATE_DER) + "\n");
        CheckpointKey verifying = CheckpointKey.of(pem("PUBLIC KEY", base64(PUBLIC_DER)));
        assertThat(signing.algorithm()).isEqualTo(Algorithm.ED25519);
        assertThat(signing.id()).isEqualTo(same.id()).isEqualTo(verifying.id());
        assertThat(signing.canSign()).isTrue();
        assertThat(verifying.canSign()).isFalse();

        Checkpoint checkpoint = signing.sign(JOURNAL, 7, "ab".repeat(32), Instant.parse("2026-11-03T00:00:00Z"));
        assertThat(checkpoint.line())
                .startsWith("bursar-checkpoint 1 " + JOURNAL + " 7 " + "ab".repeat(32)
                        + " 2026-11-03T00:00:00.000Z ed25519 " + signing.id() + " ");
        Checkpoint read = Objects.requireNonNull(Checkpoint.find("<13>log: " + checkpoint.line() + " more"));
        assertThat(read).isEqualTo(checkpoint);
        assertThat(verifying.verifies(read)).isTrue();
        assertThat(signing.verifies(read)).isTrue();
        Checkpoint other =
                Objects.requireNonNull(Checkpoint.find(checkpoint.line().replace(" 7 ", " 8 ")));
        assertThat(verifying.verifies(other)).isFalse();
    }

    @Test
    void takes_any_other_text_for_a_shared_secret() throws Exception {
        CheckpointKey key = CheckpointKey.of("0123456789abcdef0123456789abcdef\n");
        assertThat(key.algorithm()).isEqualTo(Algorithm.HMAC_SHA256);
        Checkpoint checkpoint = key.sign(JOURNAL, 7, "ab".repeat(32), Instant.parse("2026-11-03T00:00:00Z"));
        assertThat(key.verifies(checkpoint)).isTrue();
        assertThat(CheckpointKey.of("1123456789abcdef0123456789abcdef").verifies(checkpoint))
                .isFalse();
        assertThat(key.toString()).doesNotContain("0123456789abcdef0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "short, too weak",
        "0123456789abcdef0123456789abcde, too weak",
        "abababababababababababababababababababab, too weak",
        "this is a sentence that is quite long but has spaces, holds spaces",
        "-----BEGIN PRIVATE KEY-----, not one whole PEM block"
    })
    void refuses_a_weak_key_without_repeating_it(String text, String why) {
        assertThatThrownBy(() -> CheckpointKey.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .satisfies(thrown -> assertThat(text.isEmpty()
                                || !String.valueOf(thrown.getMessage()).contains(text))
                        .isTrue());
    }

    @ParameterizedTest
    @CsvSource({"RSA, 2048", "EC, 256"})
    void refuses_keys_of_another_kind(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        KeyPair pair = generator.generateKeyPair();
        String base64 = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        assertThatThrownBy(() -> CheckpointKey.of(base64)).hasMessageContaining("not an Ed25519 key");
        assertThatThrownBy(() -> CheckpointKey.of(pem("PRIVATE KEY", base64)))
                .hasMessageContaining("not an Ed25519 key");
        assertThatThrownBy(() -> CheckpointKey.of(pem("RSA PRIVATE KEY", base64)))
                .hasMessageContaining("`RSA PRIVATE KEY`");
    }
}
