// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {

    private static final Operation CHARGE = new Operation("stripe", "POST", "/v1/charges");
    private static final Set<String> REWORDED = Set.of("description", "metadata", "receipt_email", "expand");

    /** {@code name=value} pairs; a name given twice has two values. */
    private static Parameters parameters(String... pairs) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            values.computeIfAbsent(pair.substring(0, equals), any -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return Parameters.of(values);
    }

    private static String identity(String... pairs) {
        return Fingerprints.identity(CHARGE, "/v1/charges", null, parameters(pairs), null, REWORDED);
    }

    private static String same(List<String> same, String... pairs) {
        return Fingerprints.identity(CHARGE, "/v1/charges", null, parameters(pairs), same, REWORDED);
    }

    private static String body(String key, String... pairs) {
        return Fingerprints.body(key, CHARGE, "/v1/charges", null, parameters(pairs));
    }

    @Test
    void takes_the_whole_body_but_what_models_reword() {
        String plain = identity("amount=2999", "currency=usd");
        assertThat(plain).matches("[0-9a-f]{64}");
        assertThat(identity(
                        "amount=2999",
                        "currency=usd",
                        "description=your order",
                        "metadata[note]=hello",
                        "metadata[a][b]=c",
                        "metadata=",
                        "receipt_email=a@example.com",
                        "expand[]=customer"))
                .isEqualTo(plain);
        assertThat(identity("amount=3000", "currency=usd")).isNotEqualTo(plain);
        assertThat(identity("amount=2999", "currency=usd", "customer=cus_1")).isNotEqualTo(plain);
    }

    @Test
    void drops_reworded_names_only_where_they_stand_first() {
        String plain = identity("amount=1");
        assertThat(identity("amount=1", "payment_intent_data[description]=x")).isNotEqualTo(plain);
        assertThat(identity("amount=1", "descriptions=x")).isNotEqualTo(plain);
        assertThat(identity("amount=1", "metadata_id=x")).isNotEqualTo(plain);
    }

    @Test
    void takes_only_what_same_names_with_all_that_is_nested_in_it() {
        List<String> same = List.of("customer", "transfer_data");
        String first = same(same, "customer=cus_1", "amount=1", "transfer_data[destination]=acct_1");
        assertThat(same(same, "customer=cus_1", "amount=2", "transfer_data[destination]=acct_1"))
                .isEqualTo(first);
        assertThat(same(same, "customer=cus_1", "amount=1", "transfer_data[destination]=acct_2"))
                .isNotEqualTo(first);
        assertThat(same(same, "customer=cus_2", "amount=1", "transfer_data[destination]=acct_1"))
                .isNotEqualTo(first);
        assertThat(same(
                        List.of("transfer_data", "customer", "customer"),
                        "customer=cus_1",
                        "transfer_data[destination]=acct_1"))
                .isEqualTo(first);
    }

    @Test
    void takes_a_reworded_parameter_that_same_names() {
        List<String> same = List.of("metadata[order]");
        assertThat(same(same, "metadata[order]=1", "metadata[note]=a"))
                .isEqualTo(same(same, "metadata[order]=1", "metadata[note]=b"))
                .isNotEqualTo(same(same, "metadata[order]=2", "metadata[note]=a"));
    }

    @Test
    void tells_operations_paths_and_accounts_apart() {
        Operation capture = new Operation("stripe", "POST", "/v1/charges/{charge}/capture");
        Parameters none = Parameters.NONE;
        String first = Fingerprints.identity(capture, "/v1/charges/ch_1/capture", null, none, null, REWORDED);
        assertThat(Fingerprints.identity(capture, "/v1/charges/ch_2/capture", null, none, null, REWORDED))
                .isNotEqualTo(first);
        assertThat(Fingerprints.identity(capture, "/v1/charges/ch_1/capture", "acct_1", none, null, REWORDED))
                .isNotEqualTo(first);
        assertThat(Fingerprints.identity(capture, "/v1/charges/ch_1/capture", "", none, null, REWORDED))
                .isNotEqualTo(first);
        assertThat(Fingerprints.identity(
                        new Operation("other", "POST", capture.template()),
                        "/v1/charges/ch_1/capture",
                        null,
                        none,
                        null,
                        REWORDED))
                .isNotEqualTo(first);
        assertThat(Fingerprints.identity(
                        new Operation("stripe", "DELETE", capture.template()),
                        "/v1/charges/ch_1/capture",
                        null,
                        none,
                        null,
                        REWORDED))
                .isNotEqualTo(first);
    }

    @Test
    void does_not_depend_on_the_order_of_names_but_on_the_order_of_values() {
        assertThat(identity("b=2", "a=1")).isEqualTo(identity("a=1", "b=2"));
        assertThat(identity("a=1", "a=2")).isNotEqualTo(identity("a=2", "a=1"));
    }

    @Test
    void is_never_the_same_for_parameters_cut_differently() {
        Set<String> all = new HashSet<>(Arrays.asList(
                identity("a=bc"),
                identity("ab=c"),
                identity("a=b", "a=c"),
                identity("a=b", "c="),
                identity("a="),
                identity(),
                identity("a=b\0c"),
                identity("a=\uD800"),
                identity("a=\uD801"),
                identity("a=?"),
                identity("a=\u00e9"),
                identity("a=e\u0301")));
        assertThat(all).hasSize(12);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void is_the_same_exactly_for_equal_parameters(long seed) {
        Random random = new Random(seed);
        Map<String, Map<String, List<String>>> seen = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            Map<String, List<String>> values = new TreeMap<>();
            for (int n = random.nextInt(3); n >= 0; n--) {
                List<String> list = new ArrayList<>();
                for (int v = random.nextInt(3); v >= 0; v--) {
                    list.add(word(random));
                }
                values.put("a" + word(random), list);
            }
            String hash = Fingerprints.identity(CHARGE, "/v1/charges", null, Parameters.of(values), null, Set.of());
            @Nullable Map<String, List<String>> other = seen.put(hash, values);
            assertThat(other == null || other.equals(values)).isTrue();
        }
        assertThat(new HashSet<>(seen.values())).hasSameSizeAs(seen.keySet());
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(3); length > 0; length--) {
            word.append("ab\0=".charAt(random.nextInt(4)));
        }
        return word.toString();
    }

    @Test
    void hashes_the_whole_body_for_telling_a_retry_from_drift() {
        String first = body("k", "amount=1", "description=one");
        assertThat(body("k", "description=one", "amount=1")).isEqualTo(first);
        assertThat(body("k", "amount=1", "description=two")).isNotEqualTo(first);
    }

    @Test
    void gives_equal_bodies_under_different_keys_different_hashes() {
        assertThat(body("k1", "amount=1")).isNotEqualTo(body("k2", "amount=1"));
    }

    @Test
    void tells_the_path_and_the_account_of_a_body_apart() {
        Parameters none = Parameters.NONE;
        assertThat(Set.of(
                        Fingerprints.body("k", CHARGE, "/v1/charges", null, none),
                        Fingerprints.body("k", CHARGE, "/v1/charges", "acct_1", none),
                        Fingerprints.body("k", CHARGE, "/v1/charges/", null, none)))
                .hasSize(3);
    }

    @Test
    void tells_a_body_that_could_not_be_read_from_an_empty_one() {
        Parameters unreadable = new Parameters(new TreeMap<>(), "a stream that can be read once only");
        assertThat(Fingerprints.identity(CHARGE, "/v1/charges", null, unreadable, null, REWORDED))
                .isNotEqualTo(identity());
        assertThat(Fingerprints.body("k", CHARGE, "/v1/charges", null, unreadable))
                .isNotEqualTo(body("k"));
    }

    /** These bytes are on record with vendors: a release that changed them would charge again what an older one had charged. */
    @Test
    void stays_what_it_was_in_earlier_releases() {
        String identity = identity("amount=2999", "currency=usd", "customer=cus_1", "description=x");
        assertThat(identity).isEqualTo("d5d8195b2fe330546535668e176bed93060461011f9822121b3ea3473dac5896");
        assertThat(body("bursar_1", "amount=2999"))
                .isEqualTo("01dcbdbf02a78d4a115ede2b482c90ec6f6fe0b6d864b178e0274571d4f22180");
        assertThat(Keys.of("run-1", "billing", identity, 0, 0))
                .isEqualTo("bursar_d62b5502731a2229dabdab13adae7c481e827b37c6b0d45fe91a943441fe886f");
    }
}
