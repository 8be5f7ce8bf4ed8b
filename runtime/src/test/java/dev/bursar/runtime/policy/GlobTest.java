// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class GlobTest {

    @Test
    void agrees_with_a_regular_expression_on_random_texts_of_seed_42() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String glob = text(random, "ab*", 8);
            String text = text(random, "ab", 10);
            boolean expected = text.matches(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
            assertThat(Glob.matches(glob, text)).as("`%s` on `%s`", glob, text).isEqualTo(expected);
        }
    }

    @Test
    void stays_quick_on_a_hostile_value() {
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(Glob.matches("*a*a*a*a*b", "a".repeat(20_000))).isFalse());
    }

    private static String text(Random random, String alphabet, int most) {
        StringBuilder out = new StringBuilder();
        for (int length = random.nextInt(most); length > 0; length--) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }
}
