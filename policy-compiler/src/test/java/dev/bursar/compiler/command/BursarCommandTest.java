// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.vendor.StripeVendor;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BursarCommandTest {

    @TempDir
    Path directory;

    private Path policy = Path.of("");
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeExample() throws IOException {
        policy = directory.resolve("bursar.yaml");
        try (InputStream in = BursarCommandTest.class.getResourceAsStream("/dev/bursar/compiler/example.yaml")) {
            String example = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // The example ends in time; these tests do not.
            Files.writeString(policy, example.replace("2027-03-31", "9027-03-31"));
        }
    }

    private int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        CommandLine line = BursarCommand.commandLine(new StripeVendor(), Map.of("STRIPE_BILLING_KEY", "key")::get);
        int code = line.setOut(new PrintWriter(outText, true))
                .setErr(new PrintWriter(errText, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments);
        out = outText.toString().replace(directory.toString(), "DIR").replace("\r\n", "\n");
        err = errText.toString().replace(directory.toString(), "DIR").replace("\r\n", "\n");
        return code;
    }

    @Test
    void checks_a_clean_policy_and_warns_of_keys_that_are_not_here() {
        assertThat(run("check", policy.toString())).isZero();
        assertThat(out).isEqualTo("""
                DIR/bursar.yaml:43:17: warning: there is no file `/run/secrets/stripe_refunds`
                DIR/bursar.yaml:62:3: warning: the environment variable `ALERTS_URL` is not set
                DIR/bursar.yaml: no errors (callers: 3, rules: 7, mode: enforce)
                """);
        assertThat(err).isEmpty();
    }

    @Test
    void checks_a_policy_with_errors() throws IOException {
        Files.writeString(policy, "bursar: 1\nmode: on\n");

        assertThat(run("check", policy.toString())).isEqualTo(1);
        assertThat(out).isEqualTo("""
                DIR/bursar.yaml:1:1: error: `callers` is missing; without one every call is refused
                DIR/bursar.yaml:2:7: error: `on` is no value of `mode`; it is one of `observe`, `enforce`, `rehearse`
                """);
    }

    @Test
    void finds_keys_of_the_journal_that_are_there_and_weak_as_a_start_does() throws IOException {
        Path weak = directory.resolve("weak");
        Files.writeString(policy, """
                bursar: 1
                seal: file:weak
                checkpoints: {key: "file:weak", to: stdout}
                pseudonyms: file:weak
                callers: {a: {vault_key: vk_a, allow: [], mode: rehearse}}
                """);
        assertThat(run("check", policy.toString())).as("absent").isZero();
        assertThat(out)
                .contains("yaml:2:7: warning: there is no file `DIR/weak`")
                .contains("yaml:3:20: warning: there is no file `DIR/weak`")
                .contains("yaml:4:13: warning: there is no file `DIR/weak`");

        Files.writeString(weak, "hunter2");
        assertThat(run("check", policy.toString())).as("weak").isEqualTo(1);
        assertThat(out)
                .contains("yaml:2:7: error: the secret in `file:DIR/weak` has 7 characters")
                .contains("yaml:3:20: error: the key in `file:DIR/weak` is too weak")
                .contains("yaml:4:13: error: the key in `file:DIR/weak` is too weak")
                .doesNotContain("hunter2");

        Files.writeString(weak, "no key ".repeat(5_000));
        assertThat(run("check", policy.toString())).as("no key at all").isEqualTo(1);
        assertThat(out)
                .contains("yaml:2:7: error: `file:DIR/weak` holds more than 16384 bytes, which no secret does")
                .contains("yaml:4:13: error: `file:DIR/weak` holds more than 16384 bytes, which no secret does");

        Files.writeString(weak, "0123456789abcdef".repeat(4));
        assertThat(run("check", policy.toString())).as("strong").isZero();
        assertThat(out).doesNotContain("warning");
    }

    @Test
    void checks_as_json() throws IOException {
        Files.writeString(
                policy, "bursar: 1\nmode: \"o\\\"n\"\ncallers: {a: {vault_key: vk_a, allow: [], mode: rehearse}}\n");

        assertThat(run("check", policy.toString(), "--format", "json")).isEqualTo(1);
        assertThat(out).isEqualTo("""
                {"problems":[{"file":"DIR/bursar.yaml","line":2,"column":7,"severity":"error","message":"`o\\"n` is no value \
                of `mode`; it is one of `observe`, `enforce`, `rehearse`"}]}
                """);
        Files.writeString(policy, "bursar: 1\ncallers: {a: {vault_key: vk_a, allow: [], mode: rehearse}}\n");
        assertThat(run("check", policy.toString(), "--format", "json")).isZero();
        assertThat(out).isEqualTo("{\"problems\":[]}\n");
    }

    @Test
    void checks_a_policy_that_is_not_there() {
        assertThat(run("check", directory.resolve("none").toString())).isEqualTo(1);
        assertThat(out).isEqualTo("DIR/none:1:1: error: there is no such file; give the path of a policy\n");
    }

    @Test
    void explains_an_allowed_call_with_its_rule_hold_and_caps() {
        int code = run(
                "explain",
                policy.toString(),
                "--caller",
                "billing",
                "POST /v1/charges",
                "--param",
                "amount=2999",
                "--param",
                "currency=usd",
                "--param",
                "customer=cus_1");

        assertThat(out + err).isEqualTo("""
                allowed by `POST /v1/charges` (bursar.yaml:24)
                  amount: at most 200.00 USD
                  customer: like `cus_*`, required
                  transfer_data[destination]: forbidden
                holds: 29.99 USD
                caps: 500.00 USD per day, 100.00 USD per run, 30 calls per minute
                mode: enforce
                """);
        assertThat(code).isZero();
    }

    @Test
    void explains_a_read_by_its_concrete_path() {
        assertThat(run("explain", policy.toString(), "--caller", "billing", "GET /v1/customers/cus_1"))
                .isZero();
        assertThat(out).isEqualTo("""
                allowed by `customers:read` (bursar.yaml:28)
                holds: nothing
                caps: 30 calls per minute
                mode: enforce
                """);
    }

    @Test
    void explains_a_refused_operation() {
        assertThat(run(
                        "explain",
                        policy.toString(),
                        "--caller",
                        "billing",
                        "POST /v1/refunds",
                        "--param",
                        "amount=100"))
                .isEqualTo(1);
        assertThat(out).isEqualTo("""
                refused: bursar_operation_not_allowed (status 403, bursar.yaml:9)
                  `billing` may not call `POST /v1/refunds`; it may call `POST /v1/charges`, `customers:read` (bursar.yaml:9); use one of these, or stop and report
                """);
    }

    @Test
    void explains_a_refused_amount_of_a_refund_in_the_currency_of_its_rule() {
        assertThat(run(
                        "explain",
                        policy.toString(),
                        "--caller",
                        "refunds",
                        "POST /v1/refunds",
                        "--param",
                        "amount=10001"))
                .isEqualTo(1);
        assertThat(out).isEqualTo("""
                refused: bursar_amount_too_large (status 403, bursar.yaml:46)
                  `amount` is `100.01 USD`; `refunds` may state at most `100.00 USD`; ask for no more, or stop and report, do not split it into several calls
                """);
        assertThat(run(
                        "explain",
                        policy.toString(),
                        "--caller",
                        "refunds",
                        "POST /v1/refunds",
                        "--param",
                        "amount=10000"))
                .isZero();
        assertThat(out).contains("holds: 100.00 USD\n");
        assertThat(run("explain", policy.toString(), "--caller", "refunds", "POST /v1/refunds"))
                .isEqualTo(1);
        assertThat(out).startsWith("refused: bursar_parameter_required (status 403, bursar.yaml:46)");
    }

    @Test
    void explains_a_rehearsal_and_another_account() {
        assertThat(run("explain", policy.toString(), "--caller", "evaluation", "GET /v1/customers"))
                .isZero();
        assertThat(out).contains("mode: rehearse\n");
        assertThat(run("explain", policy.toString(), "--caller", "billing", "--account", "acct_2", "GET /v1/customers"))
                .isEqualTo(1);
        assertThat(out).startsWith("refused: bursar_account_not_allowed");
    }

    @Test
    void explains_a_path_that_the_vendor_does_not_have_as_refused() {
        assertThat(run("explain", policy.toString(), "--caller", "billing", "POST /v1/nothing"))
                .isEqualTo(1);
        assertThat(out).startsWith("refused: bursar_operation_not_allowed");
    }

    @Test
    void answers_wrong_usage_with_2_and_says_what_is_wrong() throws IOException {
        assertThat(run()).isEqualTo(2);
        assertThat(err).contains("Usage: bursar").contains("check").contains("explain");
        assertThat(run("check")).isEqualTo(2);
        assertThat(run("chek", policy.toString())).isEqualTo(2);
        assertThat(run("check", policy.toString(), "--format", "xml")).isEqualTo(2);
        assertThat(run("explain", policy.toString(), "POST /v1/refunds")).isEqualTo(2);
        assertThat(run("explain", policy.toString(), "--caller", "nobody", "POST /v1/refunds"))
                .isEqualTo(2);
        assertThat(err).contains("the policy has no caller `nobody`; it has billing, refunds, evaluation");
        assertThat(run("explain", policy.toString(), "--caller", "billing", "refunds"))
                .isEqualTo(2);
        assertThat(run("explain", policy.toString(), "--caller", "billing", "GET /v1/charges?limit=1"))
                .isEqualTo(2);
        assertThat(run("explain", policy.toString(), "--caller", "billing", "POST /v1/charges", "--param", "amount"))
                .isEqualTo(2);
        Files.writeString(policy, "bursar: 2\n");
        assertThat(run("explain", policy.toString(), "--caller", "billing", "POST /v1/charges"))
                .isEqualTo(2);
        assertThat(err).contains("bursar.yaml:1:9: this version of bursar reads format `1`; found `2`");
    }

    @Test
    void shows_help_with_examples_and_its_version() {
        assertThat(run("--help")).isZero();
        assertThat(out).contains("bursar check bursar.yaml").contains("explain");
        assertThat(run("--version")).isZero();
        assertThat(out).matches("bursar [0-9]+\\.[0-9]+.*\n");
    }
}
