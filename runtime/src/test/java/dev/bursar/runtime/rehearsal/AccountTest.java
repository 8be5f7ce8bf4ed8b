// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bursar.bridge.Answer;
import dev.bursar.runtime.call.Fixture;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.vendor.StripeVendor;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rehearsal has made behaves like one account of Stripe's: pages, searches, states, and what a fixture lays over it. */
class AccountTest {

    private static final StripeVendor STRIPE = new StripeVendor();
    private static final ObjectMapper JSON = new ObjectMapper();

    private long second = 1_700_000_000;
    private final Rehearsals rehearsals = new Rehearsals(() -> Instant.ofEpochSecond(second++));

    private record Reply(int status, JsonNode body) {

        String id() {
            return body.path("id").asText();
        }

        List<String> names() {
            return body.path("data").findValuesAsText("name");
        }

        String code() {
            return status + " " + body.path("error").path("code").asText();
        }
    }

    private Reply call(String method, String path, String form) {
        return call(method, path, form, null);
    }

    private Reply call(String method, String path, String form, @Nullable Fixture fixture) {
        Operation operation = Objects.requireNonNull(STRIPE.operation(method, path));
        boolean isGet = method.equals("GET");
        Parameters parameters = STRIPE.parameters(
                operation,
                isGet ? form : null,
                "application/x-www-form-urlencoded",
                isGet ? new byte[0] : form.getBytes(UTF_8),
                null);
        Answer answer = rehearsals.answer(operation, parameters, path, "rehearsal", null, fixture);
        try {
            return new Reply(answer.status(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(new String(answer.body(), UTF_8), e);
        }
    }

    private Reply search(String resource, String query) {
        return call("GET", "/v1/" + resource + "/search", "query=" + URLEncoder.encode(query, UTF_8));
    }

    private void threeCustomers() {
        call("POST", "/v1/customers", "name=Ada&email=ada%40example.com&metadata[tier]=gold");
        call("POST", "/v1/customers", "name=Bob&email=bob%40example.com&metadata[tier]=tin&phone=1");
        call("POST", "/v1/customers", "name=Cyd&email=cyd%40elsewhere.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "email:'ada@example.com' | Ada",
                "email:\"ADA@EXAMPLE.COM\" | Ada",
                "email~'example' | Bob,Ada",
                "-email~'example' | Cyd",
                "metadata['tier']:'gold' | Ada",
                "metadata[\"tier\"]:null | Cyd",
                "-metadata['tier']:null | Bob,Ada",
                "phone:null | Cyd,Ada",
                "name:'Ada' OR name:'Cyd' | Cyd,Ada",
                "email~'example' AND -name:'Ada' | Bob",
                "email~'example' name:'Ada' | Ada",
                "created>1700000000 and created<=1700000002 | Cyd,Bob",
                "created<1 | ``",
                "name:'it\\'s' | ``",
            })
    void finds_by_simple_clauses(String query, String names) {
        threeCustomers();
        Reply found = search("customers", query);
        assertThat(found.status()).as(found.body().toString()).isEqualTo(200);
        assertThat(found.body().path("object").asText()).isEqualTo("search_result");
        assertThat(String.join(",", found.names())).isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada",
                "email",
                "email:",
                "email:ada",
                "email:'ada",
                "email='ada'",
                "email~'ab'",
                "email>'x'",
                "email~null",
                "metadata:'x'",
                "name['x']:'y'",
                "name:'a' AND",
                "name:'a' XOR name:'b'",
                "name:'a'name:'b'",
                "name:'a' AND name:'b' OR name:'c'",
                "(name:'a')",
                "balance>1",
                "name:'1' name:'2' name:'3' name:'4' name:'5' name:'6' name:'7' name:'8' name:'9' name:'10' name:'11'",
            })
    void refuses_a_search_that_it_cannot_read(String query) {
        threeCustomers();
        assertThat(search("customers", query).code()).isEqualTo("400 search_query_invalid");
    }

    @Test
    void refuses_a_search_that_is_too_long() {
        threeCustomers();
        assertThat(search("customers", "name:'" + "\\'".repeat(400) + "'").status())
                .isEqualTo(200);
        assertThat(search("customers", "name:'" + "a".repeat(1_000_000) + "'").code())
                .isEqualTo("400 search_query_invalid");
    }

    @Test
    void refuses_a_search_without_a_query() {
        assertThat(call("GET", "/v1/customers/search", "").code()).isEqualTo("400 parameter_missing");
    }

    @Test
    void pages_through_what_a_search_finds() {
        threeCustomers();
        Reply first = call("GET", "/v1/customers/search", "query=created%3E0&limit=2&expand[]=total_count");
        assertThat(first.names()).containsExactly("Cyd", "Bob");
        assertThat(first.body().path("has_more").asBoolean()).isTrue();
        assertThat(first.body().path("total_count").asInt()).isEqualTo(3);
        String next = first.body().path("next_page").asText();
        Reply second = call("GET", "/v1/customers/search", "query=created%3E0&limit=2&page=" + next);
        assertThat(second.names()).containsExactly("Ada");
        assertThat(second.body().path("next_page").isNull()).isTrue();
        assertThat(call("GET", "/v1/customers/search", "query=created%3E0&page=x")
                        .code())
                .isEqualTo("400 parameter_invalid");
    }

    @Test
    void never_fails_over_a_search_seed_1729() {
        threeCustomers();
        Random random = new Random(1729);
        String[] parts = {
            "email", ":", "'", "\"", "\\", " ", "AND", "OR", "-", "~", ">", "[", "]", "metadata", "null", "1"
        };
        for (int i = 0; i < 5_000; i++) {
            StringBuilder query = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                query.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(search("customers", query.toString()).status()).isIn(200, 400);
        }
    }

    @Test
    void pages_from_either_end() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(
                    0,
                    call("POST", "/v1/charges", "amount=100&currency=usd&customer=cus_" + i % 2)
                            .id());
        }
        Reply first = call("GET", "/v1/charges", "limit=3");
        assertThat(first.body().path("data").findValuesAsText("id")).isEqualTo(ids.subList(0, 3));
        assertThat(first.body().path("has_more").asBoolean()).isTrue();
        Reply after = call("GET", "/v1/charges", "limit=3&starting_after=" + ids.get(2));
        assertThat(after.body().path("data").findValuesAsText("id")).isEqualTo(ids.subList(3, 6));
        Reply last = call("GET", "/v1/charges", "limit=3&starting_after=" + ids.get(5));
        assertThat(last.body().path("data").findValuesAsText("id")).isEqualTo(ids.subList(6, 7));
        assertThat(last.body().path("has_more").asBoolean()).isFalse();
        Reply before = call("GET", "/v1/charges", "limit=3&ending_before=" + ids.get(5));
        assertThat(before.body().path("data").findValuesAsText("id")).isEqualTo(ids.subList(2, 5));
        assertThat(before.body().path("has_more").asBoolean()).isTrue();
        Reply filtered = call("GET", "/v1/charges", "customer=cus_0&starting_after=" + ids.get(1));
        assertThat(filtered.body().path("data").findValuesAsText("id"))
                .containsExactly(ids.get(2), ids.get(4), ids.get(6));
        assertThat(call("GET", "/v1/charges", "created[gte]=1700000005").body().path("data"))
                .hasSize(2);
    }

    @Test
    void refuses_pages_that_stripe_refuses() {
        assertThat(call("GET", "/v1/charges", "starting_after=ch_nowhere").code())
                .isEqualTo("404 resource_missing");
        assertThat(call("GET", "/v1/charges", "starting_after=a&ending_before=b")
                        .code())
                .isEqualTo("400 parameter_invalid");
        assertThat(call("GET", "/v1/charges", "limit=0").code()).isEqualTo("400 parameter_invalid_integer");
        assertThat(call("GET", "/v1/charges", "limit=101").code()).isEqualTo("400 parameter_invalid_integer");
    }

    @Test
    void refuses_what_the_state_of_an_object_does_not_allow() {
        String charge = "/v1/charges/"
                + call("POST", "/v1/charges", "amount=500&currency=usd&capture=false")
                        .id();
        assertThat(call("POST", charge + "/capture", "amount=501").code()).isEqualTo("400 amount_too_large");
        assertThat(call("POST", charge + "/capture", "amount=300").status()).isEqualTo(200);
        assertThat(call("POST", charge + "/capture", "").code()).isEqualTo("400 charge_already_captured");
        String id = charge.substring("/v1/charges/".length());
        assertThat(call("POST", "/v1/refunds", "amount=301&charge=" + id).code())
                .isEqualTo("400 amount_too_large");
        assertThat(call("POST", "/v1/refunds", "amount=0&charge=" + id).code())
                .isEqualTo("400 parameter_invalid_integer");
        assertThat(call("POST", "/v1/refunds", "amount=-5&charge=" + id).code())
                .isEqualTo("400 parameter_invalid_integer");
        assertThat(call("POST", "/v1/refunds", "charge=" + id)
                        .body()
                        .path("amount")
                        .asLong())
                .isEqualTo(300);
        String customer =
                "/v1/customers/" + call("POST", "/v1/customers", "name=Ada").id();
        call("DELETE", customer, "");
        assertThat(call("POST", customer, "name=Bob").code()).isEqualTo("404 resource_missing");
    }

    @Test
    void reverses_a_transfer_and_no_more_of_it_than_there_is() {
        String transfer = "/v1/transfers/"
                + call("POST", "/v1/transfers", "amount=900&currency=usd&destination=acct_1")
                        .id();
        assertThat(call("POST", transfer + "/reversals", "amount=400")
                        .body()
                        .path("amount")
                        .asLong())
                .isEqualTo(400);
        assertThat(call("POST", transfer + "/reversals", "amount=501").code()).isEqualTo("400 amount_too_large");
        call("POST", transfer + "/reversals", "");
        JsonNode reversed = call("GET", transfer, "").body();
        assertThat(reversed.path("amount_reversed").asLong()).isEqualTo(900);
        assertThat(reversed.path("reversed").asBoolean()).isTrue();
        assertThat(call("POST", transfer + "/reversals", "").code()).isEqualTo("400 transfer_already_reversed");
    }

    @Test
    void lets_an_authorisation_go_when_its_intent_is_canceled() {
        Reply intent = call(
                "POST",
                "/v1/payment_intents",
                "amount=700&currency=usd&payment_method=pm_1&capture_method=manual&confirm=true");
        JsonNode canceled = call("POST", "/v1/payment_intents/" + intent.id() + "/cancel", "")
                .body();
        assertThat(canceled.path("status").asText()).isEqualTo("canceled");
        assertThat(canceled.path("canceled_at").asLong()).isPositive();
        JsonNode charge = call(
                        "GET", "/v1/charges/" + canceled.path("latest_charge").asText(), "")
                .body();
        assertThat(charge.path("refunded").asBoolean()).isTrue();
    }

    @Test
    void lays_a_fixture_over_what_is_made_but_not_over_what_was_asked_for() {
        Fixture risky = new Fixture(
                200, "{\"amount\":1,\"outcome\":{\"risk_level\":\"elevated\"},\"description\":\"from the fixture\"}");
        Reply charge = call("POST", "/v1/charges", "amount=2999&currency=eur", risky);
        assertThat(charge.body().path("amount").asLong()).isEqualTo(2999);
        assertThat(charge.body().path("amount_captured").asLong()).isEqualTo(2999);
        assertThat(charge.body().path("outcome").path("risk_level").asText()).isEqualTo("elevated");
        assertThat(charge.id()).startsWith("ch_mock_");
        JsonNode again = call("GET", "/v1/charges/" + charge.id(), "").body();
        assertThat(again.path("description").asText()).isEqualTo("from the fixture");
    }

    @Test
    void keeps_the_sums_of_what_it_made_whatever_a_fixture_says_of_it_later() {
        Fixture other = new Fixture(200, "{\"amount\":1,\"status\":\"failed\"}");
        String id = call("POST", "/v1/charges", "amount=2999&currency=eur").id();
        JsonNode seen = call("GET", "/v1/charges/" + id, "", other).body();
        assertThat(seen.path("amount").asLong()).isEqualTo(2999);
        assertThat(seen.path("status").asText()).isEqualTo("failed");
        JsonNode elsewhere = call("GET", "/v1/charges/ch_elsewhere", "", new Fixture(200, "{\"amount\":4200}"))
                .body();
        assertThat(elsewhere.path("amount").asLong()).isEqualTo(4200);
        assertThat(call("POST", "/v1/refunds", "charge=ch_elsewhere")
                        .body()
                        .path("amount")
                        .asLong())
                .isEqualTo(4200);
    }

    @Test
    void makes_nothing_where_a_fixture_declines() {
        Fixture declined = new Fixture(402, "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\"}}");
        assertThat(call("POST", "/v1/charges", "amount=100&currency=usd", declined)
                        .code())
                .isEqualTo("402 card_declined");
        assertThat(call("GET", "/v1/charges", "").body().path("data")).isEmpty();
    }
}
