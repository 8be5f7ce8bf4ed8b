// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher.watching;

import dev.bursar.runtime.gate.BursarGate;
import dev.bursar.runtime.gate.Watch;
import dev.bursar.runtime.journal.ForceListener;
import dev.bursar.runtime.journal.Kind;
import dev.bursar.runtime.policy.AlertSettings;
import dev.bursar.runtime.policy.CallerPolicy;
import dev.bursar.runtime.policy.MetricsSettings;
import dev.bursar.runtime.policy.Policy;
import dev.bursar.runtime.watching.CallWatcher;
import dev.bursar.runtime.watching.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything that watches, put together as the policy asks for it. What the policy does not ask for is not even loaded. */
public final class Watchers {

    /** How long an ending JVM waits for alerts that are on their way. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** By then an application server has set up its own logging, which JMX must not come before. */
    private static final long QUIET_SECONDS = 10;

    private final Watch watch;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final @Nullable MetricsSettings shown;
    private final @Nullable Metrics metrics;

    /** Told of undelivered alerts; set before any is delivered. */
    private volatile @Nullable BursarGate gate;

    private Watchers(Policy policy) {
        this.watch = new Watch(policy.zone());
        this.shown = policy.watching().metrics();
        this.metrics = shown == null ? null : new Metrics();
        AlertSettings alerts = policy.watching().alerts();
        if (alerts != null && alerts.webhook() != null) {
            deliveries.add(new Delivery(new Webhook(alerts.webhook()), Delivery.Pace.STANDARD, this::undelivered));
        }
        if (alerts != null && !alerts.command().isEmpty()) {
            deliveries.add(new Delivery(
                    new Command(alerts.command(), keys(policy)), Delivery.Pace.STANDARD, this::undelivered));
        }
        // No lambda: this runs before main.
        for (Delivery each : deliveries) {
            watch.addListener(each);
        }
        if (metrics != null) {
            watch.add(metrics);
        }
    }

    /**
     * Nothing is started yet.
     *
     * @param policy whose settings hold for the life of the process
     */
    public static Watchers of(Policy policy) {
        return new Watchers(policy);
    }

    /** Why alerts or metrics cannot be as {@code policy} wants them; {@code null} if they can. The webhook is not called. */
    public static @Nullable String problem(Policy policy) {
        AlertSettings alerts = policy.watching().alerts();
        if (alerts != null && alerts.webhook() != null) {
            if (ModuleLayer.boot().findModule("java.net.http").isEmpty()) {
                return alerts.place()
                        + ": a webhook needs the module `java.net.http`, which this JVM lacks; start it with"
                        + " `--add-modules java.net.http`, or use a `command`";
            }
            try {
                Address.read(alerts.webhook(), System::getenv);
            } catch (Address.Unusable e) {
                return alerts.place() + ": " + e.getMessage();
            }
        }
        MetricsSettings metrics = policy.watching().metrics();
        if (metrics != null
                && metrics.jmx()
                && ModuleLayer.boot().findModule("java.management").isEmpty()) {
            return policy.file()
                    + ": `jmx: true` needs the module `java.management`, which this JVM lacks; start it with"
                    + " `--add-modules java.management`, or use `listen`";
        }
        return null;
    }

    /** Names of the variables that hold keys. */
    private static Set<String> keys(Policy policy) {
        Set<String> names = new HashSet<>();
        List<@Nullable String> sources = new ArrayList<>();
        for (CallerPolicy caller : policy.callers().values()) {
            sources.add(caller.credential());
        }
        sources.addAll(policy.keeping().keySources());
        AlertSettings alerts = policy.watching().alerts();
        sources.add(alerts == null ? null : alerts.webhook());
        for (String source : sources) {
            if (source != null && source.startsWith("env:")) {
                names.add(source.substring("env:".length()));
            }
        }
        return names;
    }

    public Watch watch() {
        return watch;
    }

    /** Starts to deliver and to show; to be called on a thread that is not the application's. Comes back when all of it is there. */
    public void start(BursarGate gate) {
        this.gate = gate;
        deliveries.forEach(Delivery::start);
        MetricsSettings settings = shown;
        Metrics counted = metrics;
        if (settings == null || counted == null) {
            return;
        }
        Numbers numbers = new Numbers(gate, counted, deliveries);
        if (settings.listen() != null) {
            listen(settings.listen(), numbers);
        }
        if (settings.jmx()) {
            register(numbers);
        }
    }

    /** Events for the flight recorder, on whatever thread this is called. Whoever makes the journal tells them of its forces. */
    public ForceListener flightRecorder() {
        try {
            FlightEvents events = FlightEvents.ifPresent();
            if (events != null) {
                watch.add(events);
                return events;
            }
        } catch (Throwable e) {
            System.err.println("bursar: there will be no events for the flight recorder ("
                    + e.getClass().getName() + ")");
        }
        return ForceListener.NONE;
    }

    private void listen(String listen, Numbers numbers) {
        try {
            Endpoint endpoint = Endpoint.open(listen, () -> Page.of(numbers));
            if (listen.endsWith(":0")) {
                System.err.println("bursar: metrics are at http://" + listen.substring(0, listen.length() - 1)
                        + endpoint.port() + "/metrics");
            }
        } catch (IOException e) {
            numbers.gate()
                    .alarm("metrics cannot be shown at `" + listen + "` (" + e.getMessage() + "): calls go on without");
        }
    }

    /** After the first call, or some seconds after the start, whichever is first: by then the application runs. */
    private void register(Numbers numbers) {
        CountDownLatch called = new CountDownLatch(1);
        CallWatcher first = new CallWatcher() {
            @Override
            public void decided(Decided call) {
                called.countDown();
            }

            @Override
            public void settled(@Nullable String caller, @Nullable String operation, String outcome) {}
        };
        watch.add(first);
        try {
            called.await(QUIET_SECONDS, TimeUnit.SECONDS);
            watch.remove(first);
            Bean.register(numbers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            numbers.gate()
                    .alarm("the MBean could not be registered (" + e.getClass().getName() + "): calls go on without");
        }
    }

    private void undelivered(String sentence) {
        System.err.println("bursar: " + sentence);
        BursarGate told = gate;
        if (told != null) {
            told.tell(Kind.ALERT, "undelivered", sentence, null);
        }
    }

    /** Before the journal closes: alerts on their way get a moment to arrive. */
    public void close() {
        long end = System.nanoTime() + FAREWELL.toNanos();
        for (Delivery each : deliveries) {
            each.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        }
    }
}
