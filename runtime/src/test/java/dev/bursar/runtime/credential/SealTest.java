// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

    private static final String SECRET = "b5b0a6f1c2d3e4f5061728394a5b6c7d";
    private static final byte[] ABOUT = "call 1 of billing".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PLAIN = "amount=2999&currency=usd&customer=cus_1".getBytes(StandardCharsets.UTF_8);

    private static Seal seal(String secret) throws CredentialException {
        return Seal.of(Secret.of(secret.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 39, 4_096, 49_000})
    void opens_what_it_sealed_and_says_how_long_it_gets(int length) throws CredentialException {
        byte[] plain = new byte[length];
        new Random(7).nextBytes(plain);
        String sealed = seal(SECRET).seal(plain, ABOUT);

        assertThat(seal(SECRET).open(sealed, ABOUT)).isEqualTo(plain);
        assertThat(sealed).hasSize(Seal.length(length)).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void shows_nothing_of_what_it_sealed_and_never_the_same_twice() throws CredentialException {
        Seal seal = seal(SECRET);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String sealed = seal.seal(PLAIN, ABOUT);
            assertThat(new String(Base64.getUrlDecoder().decode(sealed), StandardCharsets.ISO_8859_1))
                    .doesNotContain("amount", "cus_1");
            assertThat(seen.add(sealed)).isTrue();
        }
        assertThat(seal).hasToString("Seal[hidden]");
    }

    @Test
    void opens_nothing_that_was_changed_in_any_one_bit() throws CredentialException {
        Seal seal = seal(SECRET);
        byte[] sealed = Base64.getUrlDecoder().decode(seal.seal(PLAIN, ABOUT));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertShut(seal, changed);
        }
    }

    @Test
    void opens_nothing_that_was_cut_or_made_longer() throws CredentialException {
        Seal seal = seal(SECRET);
        byte[] sealed = Base64.getUrlDecoder().decode(seal.seal(PLAIN, ABOUT));
        for (int length = 0; length < sealed.length; length++) {
            assertShut(seal, Arrays.copyOf(sealed, length));
        }
        assertShut(seal, Arrays.copyOf(sealed, sealed.length + 1));
    }

    private static void assertShut(Seal seal, byte[] sealed) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        assertThatThrownBy(() -> seal.open(text, ABOUT)).isInstanceOf(CredentialException.class);
    }

    @Test
    void opens_nothing_of_another_secret_nor_about_another_thing() throws CredentialException {
        String sealed = seal(SECRET).seal(PLAIN, ABOUT);

        assertThatThrownBy(() -> seal(SECRET + "x").open(sealed, ABOUT))
                .isInstanceOf(CredentialException.class)
                .hasMessage("it was sealed with another secret, or has been changed since");
        assertThatThrownBy(() -> seal(SECRET).open(sealed, "call 2 of billing".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CredentialException.class);
        assertThatThrownBy(() -> seal(SECRET).open("not base64!", ABOUT)).isInstanceOf(CredentialException.class);
    }

    @Test
    void makes_no_key_of_a_short_secret() {
        assertThatThrownBy(() -> seal(SECRET.substring(1)))
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("at least 32 characters")
                .hasMessageNotContaining(SECRET.substring(1));
    }
}
