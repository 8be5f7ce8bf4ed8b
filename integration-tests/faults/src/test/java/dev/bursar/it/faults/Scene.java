// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.faults;

import com.acme.faults.Teller;
import com.acme.simulator.Made;
import com.acme.simulator.SimKey;
import com.acme.simulator.StripeSimulator;
import com.google.gson.Gson;
import com.stripe.Stripe;
import dev.bursar.it.harness.Jvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The ground of one round: a vendor, a cap, a state directory, and applications that meet there one after the other; or several of those directories, of
 * applications that share a ledger. A load of {@link #CALLS} calls is more than the cap has room for.
 */
public final class Scene implements AutoCloseable {

    static final Path WORK = Path.of(System.getProperty("bursar.faults.work"));

    /** Of each call, in cents. */
    public static final long AMOUNT = 500;
    /** So many calls fill the cap. */
    public static final int FILLING = 40;
    /** Calls of a load that exceeds it. */
    public static final int CALLS = 60;
    /** In cents. */
    public static final long CAP = FILLING * AMOUNT;

    public static final int THREADS = 4;

    /** Whether rounds are checked in between as they are at their end. */
    private static final boolean THOROUGH = "large".equals(System.getProperty("bursar.faults.form"));

    /** Whose state directory is {@link #state}. */
    private static final String ALONE = "state";

    private static final String KEY = "FAULTS_TILL_KEY";
    private static final String SECRET = "rk_" + "test_till0000000000000000";

    public final Random random;
    public final StripeSimulator stripe =
            StripeSimulator.start().accept(SimKey.restricted("till", SECRET, "charges:write"));
    public final Path folder;
    public final Path state;
    private final Path java;
    /** By the names of whom they belong to. */
    private final Map<String, Path> states = new LinkedHashMap<>();

    private final List<Desk> desks = new ArrayList<>();
    private final List<AutoCloseable> more = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private ZoneId zone;
    private String ledger = "local";
    private int vendorPort = stripe.port();
    private int readTimeout = 20_000;
    private int retries;
    private int copies;

    Scene(Path folder, Path java, Random random) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.state = folder.resolve(ALONE);
        this.java = java;
        this.random = random;
        this.zone = whereItIsNoon();
    }

    /** No day of the cap ends while a round runs. */
    private static ZoneId whereItIsNoon() {
        int hours = 12 - Instant.now().atOffset(ZoneOffset.UTC).getHour();
        return ZoneId.of("Etc/GMT" + (hours > 0 ? "-" + hours : "+" + -hours));
    }

    /** Of the cap's days. */
    public void zone(String name) {
        zone = ZoneId.of(name);
    }

    /** Calls go there instead of straight to the vendor. */
    public void vendor(int port, Duration timeout, int networkRetries) {
        vendorPort = port;
        readTimeout = (int) timeout.toMillis();
        retries = networkRetries;
    }

    /** Where everybody counts from now on, as the policy says it. */
    public void ledger(String where) {
        ledger = where;
    }

    public void closeAtTheEnd(AutoCloseable closeable) {
        more.add(closeable);
    }

    public int pick(int bound) {
        return random.nextInt(bound);
    }

    public <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    public Desk open(String name) {
        return open(name, null, Map.of());
    }

    public Desk open(String name, Breakage breakage) {
        return open(name, breakage, Map.of());
    }

    /**
     * Starts an application.
     *
     * @param under another program that runs the JVM; empty for none
     */
    public Desk open(String name, @Nullable Breakage breakage, Map<String, String> properties, String... under) {
        return open(ALONE, name, breakage, properties, under);
    }

    /** Starts an application on the state directory of one of several. */
    public Desk openAs(String member, String name, @Nullable Breakage breakage) {
        return open(member, name, breakage, Map.of());
    }

    private Desk open(
            String member, String name, @Nullable Breakage breakage, Map<String, String> properties, String... under) {
        Path plan = folder.resolve(name + ".plan");
        Jvm jvm = Jvm.application(Teller.class.getName(), Path.of(System.getProperty("bursar.it.classes")), classPath())
                .home(java)
                .under(under)
                .option("-XX:TieredStopAtLevel=1")
                .option("-Xshare:auto")
                .option("-XX:-UsePerfData");
        properties.forEach((property, value) -> jvm.option("-D" + property + "=" + value));
        if (breakage != null) {
            if (breakage.isFromTheStart()) {
                jvm.option("-Dbursar.faults.armed=yes");
            }
            jvm.option(breakage.option(plan));
        }
        Desk desk = new Desk(
                jvm.agent(policy(member))
                        .env(KEY, SECRET)
                        .argument("http://127.0.0.1:" + vendorPort)
                        .argument(Integer.toString(readTimeout))
                        .argument(Integer.toString(retries))
                        .start(folder, name),
                plan.resolveSibling(plan.getFileName() + ".fired"));
        desks.add(desk);
        return desk;
    }

    private static String classPath() {
        return jar(Stripe.class) + File.pathSeparator + jar(Gson.class);
    }

    private static String jar(Class<?> of) {
        return Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    private Path policyFile(String member) {
        return folder.resolve("bursar-" + member + ".yaml");
    }

    private Path policy(String member) {
        Path own = states.computeIfAbsent(member, folder::resolve);
        try {
            return Files.writeString(
                    policyFile(member),
                    String.join(
                            "\n",
                            "bursar: 1",
                            "timezone: " + zone,
                            "state: " + own,
                            "ledger: " + ledger,
                            "vendors: {stripe: {hosts: [\"http://127.0.0.1:" + vendorPort + "\"]}}",
                            "callers:",
                            "  till:",
                            "    is: [com.acme.faults.Till]",
                            "    credential: env:" + KEY,
                            "    allow:",
                            "      - POST /v1/charges:",
                            "          amount: {max: 200.00 USD}",
                            "    caps: [" + CAP / 100 + ".00 USD per day]",
                            ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many charges the vendor has accepted. */
    public int charges() {
        return stripe.charges().size();
    }

    /** A fresh process, whose load must find the rest of the cap, and its end, and nothing else in its way. */
    public void fill(String name) {
        Desk desk = open(name);
        Outcome outcome = desk.load(THREADS, CALLS, "cus_" + name + "_");
        desk.end();
        if (outcome.of("bursar_cap_reached") == 0 || outcome.accepted() + outcome.of("bursar_cap_reached") != CALLS) {
            throw new AssertionError("after the fault the cap was not filled up: " + outcome + "\n" + desk.text());
        }
    }

    /** {@code bursar restore}, from the journals of all. They may go on running. */
    public void restore() {
        String[] line = new String[states.size() + 2];
        line[0] = "restore";
        line[1] = policyFile(states.keySet().iterator().next()).toString();
        int next = 2;
        for (Path each : states.values()) {
            line[next++] = each.toString();
        }
        Jvm.Done restored = tool("restore", line);
        if (restored.exit() != 0) {
            throw new AssertionError("restore: " + restored);
        }
    }

    private Jvm.Done tool(String name, String... line) {
        return Jvm.bursar(line).home(java).option("-XX:TieredStopAtLevel=1").run(folder, name);
    }

    /** Asks for the three invariants, on a copy of what is on the disk now. Nothing may be writing. */
    public void check(String when) {
        check(when, THOROUGH);
    }

    /** @param asked whether {@code verify} is asked itself, and not only the reader that it stands on */
    void check(String when, boolean asked) {
        try {
            List<Path> copied = new ArrayList<>();
            for (Path each : states.values()) {
                copied.add(Trees.copy(each, folder.resolve("copy" + ++copies)));
            }
            Books books = Books.of(copied);
            for (String problem : books.problems()) {
                broken(when, problem);
            }
            Map<LocalDate, Long> moved = new TreeMap<>();
            for (Made charge : stripe.charges()) {
                Books.Admission admission = books.admitted().get(String.valueOf(charge.idempotencyKey()));
                if (admission == null) {
                    broken(when, "the charge " + charge.id() + " of " + charge.customer() + " is not in the journal");
                } else if (admission.cents() != charge.amount()) {
                    broken(when, "the journal has another amount of the charge " + charge.id());
                }
                Instant at = admission == null ? Instant.now() : admission.at();
                moved.merge(LocalDate.ofInstant(at, zone), charge.amount(), Long::sum);
            }
            moved.forEach((day, cents) -> {
                if (cents > CAP) {
                    broken(when, "the vendor accepted " + cents + " cents on " + day + ", the cap is " + CAP);
                }
            });
            if (!List.of("till").containsAll(stripe.keysSeen())) {
                broken(when, "the vendor saw the keys " + stripe.keysSeen());
            }
            if (!asked) {
                return;
            }
            for (Path copy : copied) {
                Jvm.Done verified = tool("verify-" + copy.getFileName(), "verify", copy.toString());
                if (verified.exit() != 0) {
                    broken(when, "verify: " + verified);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In how many of the cap's days the vendor accepted anything, by the journal's time; 1 at least. */
    int days() {
        try {
            Map<String, Books.Admission> admitted = Books.of(states.values()).admitted();
            Map<LocalDate, Boolean> days = new HashMap<>();
            for (Made charge : stripe.charges()) {
                Books.Admission admission = admitted.get(String.valueOf(charge.idempotencyKey()));
                if (admission != null) {
                    days.put(LocalDate.ofInstant(admission.at(), zone), true);
                }
            }
            return Math.max(1, days.size());
        } catch (IOException e) {
            return 1;
        }
    }

    private void broken(String when, String what) {
        broken.add(when + ": " + what);
    }

    List<String> broken() {
        return broken;
    }

    @Override
    public void close() {
        desks.forEach(Desk::close);
        for (AutoCloseable each : more) {
            try {
                each.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        stripe.close();
    }
}
