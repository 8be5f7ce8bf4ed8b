// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bursar.bridge.Answer;
import dev.bursar.bridge.CallView;
import dev.bursar.bridge.GovernedCall;
import dev.bursar.runtime.call.Mode;
import dev.bursar.runtime.call.Operation;
import dev.bursar.runtime.call.Parameters;
import dev.bursar.runtime.call.Window;
import dev.bursar.runtime.credential.Credentials;
import dev.bursar.runtime.identity.Scope;
import dev.bursar.runtime.policy.IdempotencySettings.AppKeys;
import dev.bursar.runtime.policy.IdempotencySettings.Drift;
import dev.bursar.runtime.vendor.Cost;
import dev.bursar.runtime.vendor.StripeVendor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Wherever a secret stands in a request, and whatever becomes of the call, it comes out nowhere but on the wire. */
class SecretsTest {

    private static final String MARKER = "MaRkEr7";
    private static final String OWN = "rk_live_" + MARKER;

    private final List<String> seen = new ArrayList<>();

    private static House house(Random random) {
        Mode[] modes = Mode.values();
        Policies.Caller caller = Policies.caller("Billing")
                .allow("POST /v1/charges", Map.of("amount", Policies.max("50.00 USD")))
                .allow("GET /v1/customers/{customer}")
                .cap("100.00 USD", Window.DAY)
                .appKeys(random.nextBoolean() ? AppKeys.KEEP : AppKeys.REPLACE)
                .drift(random.nextBoolean() ? Drift.REPLAY : Drift.REFUSE);
        House house = new House(Policies.policy(modes[random.nextInt(modes.length)], caller));
        house.environment.put("Billing", OWN);
        return house;
    }

    private void see(Object thing) {
        seen.add(String.valueOf(thing));
    }

    private void see(Answer answer) {
        see((Object) answer);
        seen.add(new String(answer.body(), StandardCharsets.UTF_8));
        seen.add(answer.headers().toString());
    }

    private Client.Sent send(House house, Random random) {
        Client client = house.client();
        String[] keys = {OWN, "sk_live_" + MARKER, "vk_Billing", "vk_" + MARKER};
        if (random.nextInt(4) > 0) {
            client.header("AUTHORIZATION", "Bearer " + keys[random.nextInt(keys.length)]);
        }
        if (random.nextInt(3) == 0) {
            client.header("Idempotency-Key", "order " + MARKER);
        }
        if (random.nextInt(8) == 0) {
            client.header(GovernedCall.MARK, MARKER);
        }
        if (random.nextInt(4) == 0) {
            client.header("X-Other", MARKER);
        }
        String[] urls = {
            Client.CHARGES,
            Client.CUSTOMER,
            "https://" + MARKER + "@api.stripe.com/v1/charges",
            "https://api.stripe.com/v1/" + MARKER,
            "https://api.stripe.com/v1/charges?" + MARKER + "=" + MARKER,
            "https://api.stripe.com/v1/ " + MARKER,
            "https://files.stripe.com/v1/charges",
        };
        String url = urls[random.nextInt(urls.length)];
        String form = "amount=" + random.nextInt(7_000) + "&currency=usd&description=" + MARKER + "&" + MARKER + "=1";
        return random.nextInt(5) == 0
                ? client.get(url)
                : client.open("POST", url, random.nextInt(6) == 0 ? "%zz" + MARKER : form);
    }

    private void end(House house, Client.Sent sent, Random random) {
        if (sent.call == null) {
            return;
        }
        see(sent.call);
        if (!sent.isAdmitted()) {
            see(sent.answer());
            return;
        }
        try {
            see(house.gate.dress(sent.mark(), "POST", Client.CHARGES));
            see(house.gate.dress(sent.mark(), "POST", "https://" + MARKER + "@api.stripe.com/v1/charges"));
        } catch (IOException e) {
            see(e);
        }
        switch (random.nextInt(4)) {
            case 0 -> sent.answered(200, "{\"id\":\"ch_1\",\"amount\":1,\"currency\":\"usd\"}");
            case 1 -> sent.answered(402, "{\"error\":{\"type\":\"card_error\",\"message\":\"" + MARKER + "\"}}");
            case 2 -> sent.answered(500, MARKER);
            default -> sent.governed().failed(new IOException(MARKER));
        }
    }

    @Test
    void no_secret_comes_out_in_any_entry_answer_message_or_text_seed_42() {
        Random random = new Random(42);
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 40; i++) {
                House house = house(random);
                for (int j = 0; j < 30; j++) {
                    if (random.nextInt(15) == 0) {
                        house.journal.defect = new IllegalStateException(MARKER);
                    }
                    house.run("Billing", () -> {
                        end(house, send(house, random), random);
                        end(house, send(house, random), random);
                        return null;
                    });
                    end(house, send(house, random), random);
                }
                house.journal.entries().forEach(this::see);
                see(house.gate);
            }
        } finally {
            System.setErr(before);
        }
        seen.add(errors.toString(StandardCharsets.UTF_8));
        assertThat(seen).hasSizeGreaterThan(1_000);
        // What was rehearsed echoes the application's own words back to it, as the vendor would; nothing else may.
        assertThat(seen.stream().filter(text -> text.contains(MARKER) && !text.contains("\"object\"")))
                .isEmpty();
        assertThat(seen).noneMatch(text -> text.contains(OWN));
    }

    @Test
    void what_stands_behind_a_call_prints_no_secret() {
        House house = house(new Random(1));
        Identified call = new Identified(
                new CallView("jdk", "POST", Client.CHARGES, List.of(), null, MARKER),
                Map.of("authorization", "Bearer " + OWN),
                MARKER,
                new StripeVendor(),
                new Operation("stripe", "POST", "/v1/charges"),
                MARKER,
                Parameters.NONE,
                new Cost.Nothing(),
                null,
                List.copyOf(house.policy.callers().values()),
                house.run("Billing", () -> (Scope) Objects.requireNonNull(house.gate.capture())),
                false,
                "run",
                "run",
                Mode.ENFORCE);
        assertThat(call.toString()).doesNotContain(MARKER).contains("Billing");
        assertThat(InForce.of(house.policy, List.of(), null).toString()).doesNotContain("vk_");
        assertThat(new Credentials(any -> OWN, System::nanoTime).toString()).doesNotContain(MARKER);
    }
}
