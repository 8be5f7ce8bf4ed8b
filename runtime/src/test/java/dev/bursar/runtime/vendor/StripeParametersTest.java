// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeParametersTest {

    private static final Operation V1 = new Operation("stripe", "POST", "/v1/charges");
    private static final Operation V2 = new Operation("stripe", "POST", "/v2/core/accounts");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final StripeVendor stripe = new StripeVendor();

    private Parameters form(String body) {
        return stripe.parameters(V1, null, FORM, body.getBytes(UTF_8), null);
    }

    private Parameters json(String body) {
        return stripe.parameters(V2, null, "application/json", body.getBytes(UTF_8), null);
    }

    @Test
    void reads_a_form() {
        Parameters read =
                form("amount=2999&transfer_data[destination]=acct_1&items%5B0%5D%5Bprice%5D=p%201+2&expand[]=a&x");
        assertThat(read.unreadable()).isNull();
        assertThat(read.values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "amount", List.of("2999"),
                        "transfer_data[destination]", List.of("acct_1"),
                        "items[0][price]", List.of("p 1 2"),
                        "expand[]", List.of("a"),
                        "x", List.of("")));
    }

    @Test
    void keeps_every_value_of_a_repeated_name_from_query_and_body() {
        Parameters read = stripe.parameters(V1, "amount=1&a=2", FORM, "amount=3&amount=4".getBytes(UTF_8), null);
        assertThat(read.values()).containsEntry("amount", List.of("1", "3", "4"));
        assertThat(read.isRepeated("amount")).isTrue();
        assertThat(read.value("a")).isEqualTo("2");
    }

    @Test
    void decodes_names_so_that_an_amount_cannot_hide() {
        assertThat(form("am%6Funt=1&amount=2").isRepeated("amount")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%",
                "a=%4",
                "a=%zz",
                "a=%ff",
                "a=%C3%28",
                "description=x;amount=99999",
                "a=1& amount=2",
                "a=1\nb=2",
                "[amount]=1",
                "amount]=1",
                "amount[=1",
                "amount[[a]]=1",
                "amount[a]b=1",
                "=1",
                "%00amount=1",
                "%20amount=1",
                "a[%00]=1",
            })
    void does_not_read_a_form_that_could_be_read_in_two_ways(String body) {
        assertThat(form(body).unreadable()).isNotNull().startsWith("its body cannot be read: ");
        assertThat(form(body).values()).isEmpty();
        assertThat(stripe.parameters(V1, body, null, new byte[0], null).unreadable())
                .isNotNull()
                .startsWith("its query cannot be read: ");
    }

    @Test
    void does_not_read_bytes_that_are_not_utf8() {
        assertThat(stripe.parameters(V1, null, FORM, new byte[] {'a', '=', (byte) 0xff}, null)
                        .unreadable())
                .isEqualTo("its body cannot be read: it is not UTF-8");
        assertThat(stripe.parameters(V1, null, FORM + "; charset=ISO-8859-1", "a=1".getBytes(UTF_8), null)
                        .unreadable())
                .contains("character set");
        assertThat(stripe.parameters(V1, null, FORM + ";charset=\"UTF-8\"", "a=1".getBytes(UTF_8), null)
                        .unreadable())
                .isNull();
    }

    @Test
    void says_why_a_body_was_not_given_and_keeps_the_query() {
        Parameters read = stripe.parameters(V1, "a=1", FORM, null, "it is larger than 8 MiB");
        assertThat(read.unreadable()).isEqualTo("its body cannot be read: it is larger than 8 MiB");
        assertThat(read.value("a")).isEqualTo("1");
        assertThat(stripe.parameters(V1, null, null, null, null).unreadable()).isNotNull();
    }

    @Test
    void takes_nothing_from_a_format_that_stripe_does_not_read_there() {
        byte[] json = "{\"amount\":1}".getBytes(UTF_8);
        assertThat(stripe.parameters(V1, null, "application/json", json, null).unreadable())
                .contains("takes a form there, not JSON");
        assertThat(stripe.parameters(V2, null, FORM, "amount=1".getBytes(UTF_8), null)
                        .unreadable())
                .contains("takes JSON there");
        assertThat(stripe.parameters(V1, null, "text/plain", "amount=1".getBytes(UTF_8), null)
                        .unreadable())
                .contains("neither a form nor JSON");
        assertThat(stripe.parameters(V1, null, null, "amount=1".getBytes(UTF_8), null)
                        .value("amount"))
                .isEqualTo("1");
    }

    @Test
    void flattens_json_to_form_notation() {
        Parameters read = json(
                "{\"a\":{\"b\":[1,{\"c\":\"x\"}],\"e\":{}},\"n\":null,\"t\":true,\"d\":1.50,\"l\":[],\"a2\":1,\"a2\":2}");
        assertThat(read.unreadable()).isNull();
        assertThat(read.values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a[b][0]", List.of("1"),
                        "a[b][1][c]", List.of("x"),
                        "a[e]", List.of(""),
                        "n", List.of(""),
                        "t", List.of("true"),
                        "d", List.of("1.50"),
                        "l", List.of(""),
                        "a2", List.of("1", "2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "{", "{}{}", "{\"a\"}", "{\"a[b\":1}", "{\"\":1}", "{\"a\":}", "nul"})
    void does_not_read_broken_json(String body) {
        assertThat(json(body).unreadable()).isNotNull();
    }

    @Test
    void bounds_depth_number_and_length() {
        assertThat(json("{\"a\":" + "[".repeat(100_000)).unreadable()).isNotNull();
        assertThat(form("a=1&".repeat(10_001)).unreadable()).contains("more than 10000 parameters");
        assertThat(form("a".repeat(1_001) + "=1").unreadable()).isNotNull();
    }

    @Test
    void reads_a_multipart_body_the_same_whatever_its_boundary() {
        Parameters one = multipart("aaaa");
        assertThat(one.unreadable()).isNull();
        assertThat(one.values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("purpose", List.of("dispute_evidence"), "file", List.of("(file)")));
        assertThat(multipart("bbbb--bb")).isEqualTo(one);
    }

    private Parameters multipart(String boundary) {
        String body =
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\ndispute_evidence\r\n--"
                        + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                        + "\u0000\r\nname=\"amount\"\r\n--" + boundary + "--\r\n";
        return stripe.parameters(V1, null, "multipart/form-data; boundary=" + boundary, body.getBytes(UTF_8), null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--",
                "--b",
                "--b\r\n",
                "--b\r\n\r\n\r\n--b--",
                "x--b--",
                "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"
            })
    void does_not_read_a_broken_multipart_body(String body) {
        byte[] bytes = ("" + body + "").getBytes(UTF_8);
        Parameters read = stripe.parameters(V1, null, "multipart/form-data; boundary=b", bytes, null);
        assertThat(read.unreadable() != null || bytes.length == 0).isTrue();
        assertThat(stripe.parameters(V1, null, "multipart/form-data", "x".getBytes(UTF_8), null)
                        .unreadable())
                .contains("no boundary");
    }

    @Test
    void reads_any_bytes_without_failing_seed_4712() {
        Random random = new Random(4712);
        String[] types = {FORM, "application/json", "multipart/form-data; boundary=b", null, "x", ";", ";charset="};
        String alphabet = "&=%[]{}\":,;+-\r\n b0aF\u00e9";
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(60)];
            random.nextBytes(body);
            for (int j = 0; j < body.length; j++) {
                if (random.nextInt(8) > 0) {
                    body[j] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                }
            }
            String type = types[random.nextInt(types.length)];
            Parameters read =
                    stripe.parameters(random.nextBoolean() ? V1 : V2, new String(body, UTF_8), type, body, null);
            stripe.cost(V1, read);
        }
    }
}
