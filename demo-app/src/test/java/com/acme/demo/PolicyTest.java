// SPDX-License-Identifier: Apache-2.0
package com.acme.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PolicyTest {

    @Test
    void every_method_that_the_policy_names_exists() throws Exception {
        List<String> named = new ArrayList<>();
        Matcher matcher = Pattern.compile("([a-z0-9_.]+\\.[A-Z]\\w*)#(\\w+)").matcher(policy());
        while (matcher.find()) {
            named.add(matcher.group());
            assertThat(Arrays.stream(Class.forName(matcher.group(1)).getDeclaredMethods())
                            .map(Method::getName))
                    .as(matcher.group())
                    .contains(matcher.group(2));
        }
        assertThat(named)
                .as("runs and attempts are the framework's own")
                .containsExactly("com.acme.eval.Evaluation#run");
    }

    @Test
    void it_holds_no_key() throws Exception {
        assertThat(policy())
                .contains("env:STRIPE_BILLING_KEY", "env:STRIPE_REFUNDS_KEY")
                .doesNotContainPattern("[sr]k_(test|live)");
    }

    private static String policy() throws Exception {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream("bursar.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
