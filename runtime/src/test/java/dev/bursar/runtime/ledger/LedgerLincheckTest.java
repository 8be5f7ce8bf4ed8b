// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.ledger;

import dev.bursar.runtime.call.Cap;
import dev.bursar.runtime.call.Money;
import dev.bursar.runtime.call.Window;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** Whatever threads do at once looks as if they had done it one after another. */
@Param(name = "key", gen = IntGen.class, conf = "1:3")
@Param(name = "amount", gen = IntGen.class, conf = "1:6")
@Param(name = "caller", gen = IntGen.class, conf = "1:2")
public class LedgerLincheckTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<Cap> CAPS = List.of(new Cap.OfMoney(new Money(10, "usd"), Window.DAY));

    private final LocalLedger ledger = new LocalLedger(ZoneOffset.UTC);

    /** A record prints all that it holds, and equal texts compare. */
    @Operation
    public String reserve(
            @Param(name = "key") int key, @Param(name = "caller") int caller, @Param(name = "amount") int amount) {
        return ledger.reserve(
                        new HoldRequest("k" + key, "caller" + caller, "run", NOON, new Money(amount, "usd"), CAPS))
                .toString();
    }

    /** With the other caller around it, so that locks are taken in both orders of names. */
    @Operation
    public String reserveInside(
            @Param(name = "key") int key, @Param(name = "caller") int caller, @Param(name = "amount") int amount) {
        return ledger.reserve(new HoldRequest(
                        "k" + key,
                        NOON,
                        new Money(amount, "usd"),
                        List.of(
                                new Payer("caller" + caller, "run", CAPS),
                                new Payer("caller" + (3 - caller), "run", CAPS))))
                .toString();
    }

    @Operation
    public void settle(@Param(name = "key") int key, @Param(name = "amount") int amount) {
        ledger.settle("k" + key, new Money(amount, "usd"));
    }

    @Operation
    public void release(@Param(name = "key") int key) {
        ledger.release("k" + key);
    }

    @Operation
    public void unknown(@Param(name = "key") int key) {
        ledger.unknown("k" + key);
    }

    @Test
    void looks_as_if_one_thread_came_after_another() {
        new StressOptions()
                .iterations(8)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(3)
                .check(LedgerLincheckTest.class);
    }
}
