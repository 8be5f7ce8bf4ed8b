// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.policy.Binding;
import dev.bursar.runtime.policy.Evaluator;
import dev.bursar.runtime.policy.Rehearsing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsingTest {

    @TempDir
    Path directory;

    private Rehearsing read(String rehearse) {
        String policy = "bursar: 1\nmode: rehearse\ncallers: {a: {vault_key: vk_a, allow: []}}\n" + rehearse;
        Compilation compiled = PolicyFiles.compile(directory, policy);
        assertThat(PolicyFiles.shown(compiled)).isEmpty();
        return ((Compilation.Compiled) compiled).policy().rehearsing();
    }

    @Test
    void says_nothing_where_the_policy_says_nothing() {
        assertThat(read("")).isEqualTo(Rehearsing.DEFAULT);
    }

    @Test
    void takes_methods_classes_packages_annotations_and_junit() {
        Rehearsing rehearsing = read("""
                rehearse:
                  when:
                    - junit
                    - com.acme.Optimizer#compile
                    - com.acme.Bench
                    - com.acme.eval.**
                    - "@com.acme.Trial"
                """);
        assertThat(rehearsing.when())
                .extracting(binding -> (Object) binding.getClass())
                .containsExactly(
                        Binding.OfMethod.class,
                        Binding.OfClass.class,
                        Binding.OfPackage.class,
                        Binding.OfAnnotation.class);
        assertThat(rehearsing.except()).isEmpty();
    }

    @Test
    void excepts_evaluators() {
        assertThat(read("rehearse: {except: [junit, quarkus-scorer, dokimos]}").except())
                .containsExactlyInAnyOrder(Evaluator.values());
    }

    @Test
    void keeps_the_types_of_what_a_fixture_says() {
        Rehearsing rehearsing = read("""
                rehearse:
                  fixtures:
                    POST /v1/charges:
                      status: 402
                      body: {error: {type: card_error, code: card_declined, message: "No."}}
                    GET /v1/charges/{id}:
                      body: {amount: 500, paid: false, description: "500", outcome: null, list: [1.50, on, 007]}
                """);
        assertThat(rehearsing.fixtures())
                .containsEntry(
                        new Operation("stripe", "POST", "/v1/charges"),
                        new Fixture(
                                402,
                                "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"message\":\"No.\"}}"))
                .containsEntry(
                        new Operation("stripe", "GET", "/v1/charges/{charge}"),
                        new Fixture(
                                200,
                                "{\"amount\":500,\"paid\":false,\"description\":\"500\",\"outcome\":null,"
                                        + "\"list\":[1.50,\"on\",\"007\"]}"));
    }
}
