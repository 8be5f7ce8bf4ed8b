// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults.kind;

import com.acme.simulator.Fault;
import dev.bursar.it.faults.Desk;
import dev.bursar.it.faults.Kind;
import dev.bursar.it.faults.Outcome;
import dev.bursar.it.faults.Scene;
import dev.bursar.it.faults.kind.Relay.Way;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The vendor, or the network before it, answers some requests of a load badly, while others are declined; stripe-java repeats by itself. Then the
 * process is killed.
 */
public final class VendorFault implements Kind {

    public static final List<Kind> ALL = List.of(
            new VendorFault("vendor carries out and answers late", Way.LATE),
            new VendorFault("vendor never answers", Way.NEVER),
            new VendorFault("vendor answers twice", Way.TWICE),
            new VendorFault("vendor answers twice, the second time later", Way.TWICE_APART),
            new VendorFault("vendor answers garbage", Way.GARBAGE),
            new VendorFault("vendor closes after reading the request", Way.CLOSED_AFTER_READING),
            new VendorFault("vendor closes after carrying it out", Way.CLOSED_BEFORE_THE_ANSWER),
            new VendorFault("connection reset in the answer", Way.RESET_IN_THE_ANSWER));

    private static final Duration TIMEOUT = Duration.ofMillis(1_500);
    /** So many of the first requests are not answered as they should. */
    private static final int BAD = 5;

    private static final int AMONG = 25;
    private static final int DECLINED = 6;

    private final String name;
    private final Way way;

    private VendorFault(String name, Way way) {
        this.name = name;
        this.way = way;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String how() {
        return "a relay before the simulator";
    }

    @Override
    public int small() {
        return 1;
    }

    @Override
    public int large() {
        return 10;
    }

    @Override
    public void round(Scene scene) throws IOException {
        // An answer given twice is most dangerous if it is a refusal, which the next call on the connection may take
        // for its own.
        int among = way == Way.TWICE || way == Way.TWICE_APART ? DECLINED : AMONG;
        List<Way> plan = new ArrayList<>(Collections.nCopies(among - BAD, Way.AS_IT_IS));
        plan.addAll(Collections.nCopies(BAD, way));
        Collections.shuffle(plan, scene.random);
        Queue<Way> ways = new ConcurrentLinkedQueue<>(plan);
        Relay relay = new Relay(scene.stripe.port(), () -> {
            Way next = ways.poll();
            return next == null ? Way.AS_IT_IS : next;
        });
        scene.closeAtTheEnd(relay);
        scene.vendor(relay.port(), TIMEOUT, scene.pick(3));
        decline(scene);
        Desk desk = scene.open("first");
        Outcome outcome = desk.load(Scene.THREADS, Scene.CALLS, "cus_first_");
        if (!ways.isEmpty()) {
            throw new AssertionError("not every bad answer was given: " + outcome + "\n" + desk.text());
        }
        desk.kill();
        if (way == Way.LATE) {
            // what was carried out after everybody had given up
            desk.await("late requests", Duration.ofSeconds(20), () -> quiet(scene));
        }
        scene.check("after the kill");
        scene.fill("last");
    }

    /** Some of the requests that reach the vendor are declined: their holds are given back if, and only if, that is proved. */
    private static void decline(Scene scene) {
        for (int i = 0; i < DECLINED; i++) {
            scene.stripe.fault("POST", "/v1/charges", new Fault.Decline());
        }
    }

    private static boolean quiet(Scene scene) {
        try {
            int before = scene.stripe.requests().size();
            Thread.sleep(Relay.LATE_MS + 300);
            return scene.stripe.requests().size() == before;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
