// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Origin;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.policy.AlertSettings;
import dev.bursar.runtime.policy.Binding;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.Condition;
import dev.bursar.runtime.policy.IdempotencySettings;
import dev.bursar.runtime.policy.MetricsSettings;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.policy.RetainSettings;
import dev.bursar.runtime.policy.Rule;
import dev.bursar.runtime.policy.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplePolicyTest {

    @TempDir
    Path directory;

    private Policy example() {
        Compilation compilation = PolicyFiles.compile(directory, PolicyFiles.resource("example.yaml"));
        assertThat(PolicyFiles.shown(compilation)).isEmpty();
        return ((Compilation.Compiled) compilation).policy();
    }

    private CallerPolicy caller(String name) {
        return Objects.requireNonNull(example().callers().get(name));
    }

    @Test
    void reads_the_settings_of_the_whole_policy() {
        Policy policy = example();

        assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(policy.zone().getId()).isEqualTo("America/New_York");
        assertThat(policy.state()).isEqualTo(directory.resolve("bursar-state"));
        assertThat(policy.hash()).matches("[0-9a-f]{64}");
        assertThat(policy.callers().keySet()).containsExactly("billing", "refunds", "evaluation");
        assertThat(policy.hosts()).containsEntry("stripe", List.of(new Origin("http", "127.0.0.1", 4242)));
        assertThat(policy.rehearsing().when())
                .singleElement()
                .isInstanceOfSatisfying(
                        Binding.OfMethod.class,
                        one -> assertThat(one.method()).hasToString("com.acme.eval.Optimizer#compile"));
    }

    @Test
    void reads_whose_code_a_caller_is() {
        CallerPolicy billing = caller("billing");

        assertThat(billing.is()).hasSize(3);
        assertThat(billing.is().get(0))
                .isInstanceOfSatisfying(
                        Binding.OfClass.class,
                        one -> assertThat(one.type()).isEqualTo("com.acme.billing.BillingAgent"));
        assertThat(billing.is().get(1)).isInstanceOfSatisfying(Binding.OfPackage.class, one -> {
            assertThat(one.name()).isEqualTo("com.acme.billing.tools");
            assertThat(one.below()).isTrue();
        });
        assertThat(billing.is().get(2)).isInstanceOfSatisfying(Binding.OfAnnotation.class, one -> {
            assertThat(one.type()).isEqualTo("com.acme.Agent");
            assertThat(one.value()).isEqualTo("billing");
        });
        assertThat(billing.runs())
                .extracting(run -> run.method() + " " + run.id())
                .containsExactly("com.acme.billing.BillingAgent#forward null", "com.acme.billing.Worker#process arg0");
        assertThat(billing.attempts())
                .extracting(Object::toString)
                .containsExactly("com.acme.billing.BillingAgent#step");
    }

    @Test
    void reads_a_callers_credential_account_and_end() {
        CallerPolicy billing = caller("billing");

        assertThat(billing.credential()).isEqualTo("env:STRIPE_BILLING_KEY");
        assertThat(billing.vaultKey()).isEqualTo("vk_billing");
        assertThat(billing.account()).isEqualTo("acct_1Example");
        assertThat(billing.expires()).isEqualTo(Instant.parse("2027-03-31T00:00:00Z"));
        assertThat(billing.revoked()).isFalse();
        assertThat(billing.mode()).isNull();
        assertThat(caller("evaluation").mode()).isEqualTo(Mode.REHEARSE);
        assertThat(caller("evaluation").credential()).isNull();
        assertThat(caller("refunds").credential()).isEqualTo("file:/run/secrets/stripe_refunds");
    }

    @Test
    void reads_rules_with_their_conditions_and_places() {
        Rule charge = caller("billing").allow().get(0);

        assertThat(charge.text()).isEqualTo("POST /v1/charges");
        assertThat(charge.place().line()).isEqualTo(24);
        assertThat(charge.operations()).containsExactly(new Operation("stripe", "POST", "/v1/charges"));
        assertThat(charge.conditions().keySet()).containsExactly("amount", "customer", "transfer_data[destination]");
        Condition amount = Objects.requireNonNull(charge.conditions().get("amount"));
        assertThat(amount.max()).isEqualTo(new Money(200_000_000, "usd"));
        assertThat(amount.place().line()).isEqualTo(25);
        Condition customer = Objects.requireNonNull(charge.conditions().get("customer"));
        assertThat(customer.like()).isEqualTo("cus_*");
        assertThat(customer.required()).isTrue();
        assertThat(Objects.requireNonNull(charge.conditions().get("transfer_data[destination]"))
                        .forbidden())
                .isTrue();
    }

    @Test
    void expands_permission_words_from_the_catalogue() {
        assertThat(caller("billing").allow().get(1).operations())
                .extracting(Operation::text)
                .contains("GET /v1/customers", "GET /v1/customers/{customer}")
                .allMatch(operation -> operation.startsWith("GET /v1/customers"));
    }

    @Test
    void reads_caps_and_idempotency() {
        CallerPolicy billing = caller("billing");

        assertThat(billing.caps())
                .containsExactly(
                        new Cap.OfMoney(new Money(500_000_000, "usd"), Window.DAY),
                        new Cap.OfMoney(new Money(100_000_000, "usd"), Window.RUN),
                        new Cap.OfCalls(30, Window.MINUTE));
        assertThat(billing.idempotency())
                .isEqualTo(new IdempotencySettings(
                        List.of("customer", "amount", "currency"),
                        IdempotencySettings.Drift.REPLAY,
                        IdempotencySettings.AppKeys.KEEP,
                        IdempotencySettings.Repeats.DISTINCT,
                        IdempotencySettings.NearDuplicates.REFUSE));
        assertThat(caller("refunds").idempotency()).isEqualTo(IdempotencySettings.DEFAULT);
    }

    @Test
    void reads_who_is_told_and_what_is_shown() {
        assertThat(caller("billing").alerts()).containsExactly(50, 80, 100);
        assertThat(caller("refunds").alerts()).isEmpty();
        Watching watching = example().watching();
        AlertSettings alerts = Objects.requireNonNull(watching.alerts());
        assertThat(alerts.webhook()).isEqualTo("env:ALERTS_URL");
        assertThat(alerts.command())
                .containsExactly(directory.resolve("alert.sh").toString(), "bursar");
        assertThat(watching.metrics()).isEqualTo(new MetricsSettings(true, "127.0.0.1:9464"));
    }

    @Test
    void refuses_by_name_what_the_language_has_and_this_version_does_not() {
        assertThat(PolicyFiles.problems(directory, PolicyFiles.resource("design-example.yaml")))
                .containsExactly(
                        "24:5: `labels` is not supported yet; take it out",
                        "58:13: `vendor: twilio` is not supported yet; take it out",
                        "64:3: `vendors: twilio` is not supported yet; take it out");
    }

    @Test
    void reads_how_long_old_directories_of_the_journal_stay() {
        assertThat(retained("")).isNull();
        assertThat(retained("retain: 400 days"))
                .isEqualTo(new RetainSettings(Duration.ofDays(400), RetainSettings.Then.ARCHIVE));
        assertThat(retained("retain: {keep: 32 days, then: delete}"))
                .isEqualTo(new RetainSettings(Duration.ofDays(32), RetainSettings.Then.DELETE));
    }

    private @Nullable RetainSettings retained(String line) {
        Compilation compilation =
                PolicyFiles.compile(directory, PolicyFiles.resource("example.yaml") + "\n" + line + "\n");
        assertThat(PolicyFiles.shown(compilation)).isEmpty();
        return ((Compilation.Compiled) compilation).policy().keeping().retain();
    }
}
