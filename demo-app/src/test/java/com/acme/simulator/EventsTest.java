// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.PermissionException;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.StripeCollection;
import com.stripe.param.EventListParams;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events, read with stripe-java. */
@Timeout(60)
class EventsTest {
    private final Simulated sim = new Simulated();

    @AfterEach
    void close() {
        sim.close();
    }

    private StripeCollection<Event> list(EventListParams.Builder asked) throws StripeException {
        return sim.stripe(Simulated.ALL).v1().events().list(asked.build());
    }

    @Test
    void carry_the_idempotency_key_of_the_request_also_of_one_whose_answer_was_lost() throws Exception {
        sim.simulator.fault("POST", "/v1/charges", new Fault.DropBefore(), 2);
        assertThatThrownBy(() -> sim.stripe(Simulated.ALL)
                        .v1()
                        .charges()
                        .create(Simulated.charging(100), Simulated.key("never")))
                .isInstanceOf(StripeException.class);
        sim.simulator.fault("POST", "/v1/charges", new Fault.DropAfter(), 2);
        assertThatThrownBy(() ->
                        sim.stripe(Simulated.ALL).v1().charges().create(Simulated.charging(200), Simulated.key("lost")))
                .isInstanceOf(StripeException.class);
        sim.simulator.fault("POST", "/v1/charges", new Fault.Decline());
        assertThatThrownBy(() -> sim.stripe(Simulated.ALL)
                        .v1()
                        .charges()
                        .create(Simulated.charging(300), Simulated.key("declined")))
                .isInstanceOf(StripeException.class);

        StripeCollection<Event> events =
                list(EventListParams.builder().addType("charge.succeeded").addType("charge.failed"));

        assertThat(events.getData())
                .as("newest first")
                .extracting(event -> event.getType() + " " + event.getRequest().getIdempotencyKey())
                .containsExactly("charge.failed declined", "charge.succeeded lost");
        assertThat(sim.simulator.charges()).hasSize(1);
    }

    @Test
    void are_chosen_by_time_and_type_and_given_page_by_page() throws Exception {
        String charge = sim.charge(100).getId();
        sim.charge(200);
        sim.post("/v1/refunds", "charge=" + charge);
        long now = Instant.now().getEpochSecond();

        StripeCollection<Event> page = list(EventListParams.builder().setLimit(3L));
        assertThat(page.getData())
                .extracting(Event::getType)
                .containsExactly("refund.created", "charge.refunded", "charge.succeeded");
        assertThat(page.getHasMore()).isTrue();
        StripeCollection<Event> rest = list(EventListParams.builder()
                .setLimit(3L)
                .setStartingAfter(page.getData().get(2).getId()));
        assertThat(rest.getData()).extracting(Event::getType).containsExactly("charge.succeeded");
        assertThat(rest.getHasMore()).isFalse();
        assertThat(list(EventListParams.builder()
                                .setCreated(EventListParams.Created.builder()
                                        .setGte(now + 60)
                                        .build()))
                        .getData())
                .isEmpty();
        assertThat(list(EventListParams.builder()
                                .setCreated(EventListParams.Created.builder()
                                        .setGte(now - 60)
                                        .setLte(now + 60)
                                        .build()))
                        .getData())
                .hasSize(4);
    }

    @Test
    void take_a_permission_of_their_own() {
        assertThatThrownBy(() -> sim.stripe(Simulated.BILLING)
                        .v1()
                        .events()
                        .list(EventListParams.builder().build()))
                .isInstanceOf(PermissionException.class);
    }
}
