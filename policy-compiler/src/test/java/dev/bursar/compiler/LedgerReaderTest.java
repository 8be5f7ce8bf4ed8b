// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.LedgerSettings.Form;
import dev.bursar.runtime.policy.LedgerSettings.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerReaderTest {

    @TempDir
    Path folder;

    private LedgerSettings ledger(String text) throws IOException {
        Path file = Files.writeString(
                folder.resolve("bursar.yaml"),
                "bursar: 1\ncallers: {billing: {is: [com.acme.Billing], credential: env:KEY, allow: [charges:write]}}\n"
                        + text + "\n");
        Compilation compilation = PolicyCompiler.compile(file, PolicyFiles.STRIPE);
        assertThat(compilation).isInstanceOf(Compilation.Compiled.class);
        return ((Compilation.Compiled) compilation).policy().keeping().ledger();
    }

    private LedgerSettings.Redis redis(String text) throws IOException {
        return (LedgerSettings.Redis) ledger(text);
    }

    @Test
    void is_local_unless_it_says_otherwise() throws IOException {
        assertThat(ledger("")).isEqualTo(new LedgerSettings.Local());
        assertThat(ledger("ledger: local")).isEqualTo(new LedgerSettings.Local());
    }

    @ParameterizedTest
    @CsvSource({
        "redis://h:1234/3,        SINGLE,  false, 3",
        "rediss://h:1234,         SINGLE,  true,  0",
        "redis://[2001:db8::1]:1234/0, SINGLE, false, 0",
        "redis-cluster://h:1234,  CLUSTER, false, 0",
        "rediss-cluster://h:1234/, CLUSTER, true, 0",
        "redis-sentinel://h:1234/mymaster/7, SENTINEL, false, 7",
        "rediss-sentinel://h:1234/mymaster,  SENTINEL, true,  0",
    })
    void reads_what_stands_at_an_address(String url, Form form, boolean tls, int database) throws IOException {
        LedgerSettings.Redis redis = redis("ledger: \"" + url + "\"");
        assertThat(redis.form()).isEqualTo(form);
        assertThat(redis.tls()).isEqualTo(tls);
        assertThat(redis.database()).isEqualTo(database);
        assertThat(redis.hosts()).hasSize(1);
        assertThat(redis.hosts().get(0).port()).isEqualTo(1234);
        assertThat(redis.master()).isEqualTo(form == Form.SENTINEL ? "mymaster" : null);
    }

    @Test
    void reads_several_hosts_with_the_port_of_their_kind() throws IOException {
        assertThat(redis("ledger: redis-sentinel://a,b:5000/main").hosts())
                .containsExactly(new Host("a", 26379), new Host("b", 5000));
        assertThat(redis("ledger: redis-cluster://a,b:5000").hosts())
                .containsExactly(new Host("a", 6379), new Host("b", 5000));
    }

    @Test
    void fills_in_what_is_left_out_on_the_strict_side() throws IOException {
        LedgerSettings.Redis redis = redis("ledger: redis://h");
        assertThat(redis.refusesReads()).isTrue();
        assertThat(redis.replicas()).isZero();
        assertThat(redis.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(redis.prefix()).isEqualTo("bursar");
        assertThat(redis.password()).isNull();
    }

    @Test
    void reads_the_whole_group() throws IOException {
        LedgerSettings.Redis redis = redis("ledger: {url: rediss://h, user: app, password: file:secret, prefix: shop,"
                + " timeout: 2 s, replicas: 1, reads: allow}");
        assertThat(List.of(redis.tls(), redis.refusesReads(), redis.replicas(), redis.prefix()))
                .isEqualTo(List.of(true, false, 1, "shop"));
        assertThat(redis.user()).isEqualTo("app");
        assertThat(redis.password()).isEqualTo("file:" + folder.resolve("secret"));
        assertThat(redis.timeout()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void is_the_same_wherever_it_stands_and_another_when_anything_differs() throws IOException {
        LedgerSettings one = ledger("ledger: redis://h");
        assertThat(one.isSame(ledger("# moved down\nledger: redis://h"))).isTrue();
        assertThat(one.isSame(ledger("ledger: {url: redis://h, prefix: other}")))
                .isFalse();
        assertThat(one.isSame(ledger("ledger: local"))).isFalse();
    }

    @Test
    void will_not_start_without_the_password_it_names() throws IOException {
        ledger("ledger: {url: redis://h, password: env:REDIS_PASSWORD}");
        Compilation.Compiled compiled =
                (Compilation.Compiled) PolicyCompiler.compile(folder.resolve("bursar.yaml"), PolicyFiles.STRIPE);
        assertThat(CredentialPresence.problems(compiled, name -> name.equals("KEY") ? "rk" : null))
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains("`REDIS_PASSWORD` is not set");
    }
}
