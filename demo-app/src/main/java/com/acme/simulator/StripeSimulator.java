// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Stripe on a loopback port, and the ledger of what it saw. Every method may be called from any thread; what a client
 * has an answer for is in the ledger already. Amounts are in the currency's smallest unit.
 */
public final class StripeSimulator implements AutoCloseable {
    static {
        // Read once by the JDK's server. Without the first, small answers wait 40 ms for an acknowledgement.
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
        System.getProperties().putIfAbsent("sun.net.httpserver.idleInterval", "600");
    }

    private final Keys keys = new Keys();
    private final Store store = new Store();
    private final Idempotency idempotency = new Idempotency();
    private final Requests requests = new Requests();
    private final Faults faults = new Faults();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpServer server;
    private final ExecutorService threads;

    private StripeSimulator(int port) throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1024);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(64, work -> {
            Thread thread = new Thread(work, "stripe-simulator-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext(
                "/", new Handler(keys, requests, faults, new Operations(keys, store, idempotency, closing)));
        server.createContext("/_sim/", new Control(this));
        server.start();
    }

    /** Starts on a free port, with no keys yet. */
    public static StripeSimulator start() {
        return start(0);
    }

    /** Starts on this port; 0 is any that is free. */
    public static StripeSimulator start(int port) {
        try {
            return new StripeSimulator(port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port `" + port + "` of 127.0.0.1", e);
        }
    }

    /** The loopback port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Such as {@code http://127.0.0.1:4242}, what {@code Stripe.overrideApiBase} takes. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    /** Accepts these keys from now on, also after a {@link #reset}. */
    public StripeSimulator accept(SimKey... more) {
        for (SimKey key : more) {
            keys.add(key);
        }
        return this;
    }

    /** The next request of this method and path meets the fault; {@code *} stands for any. */
    public void fault(String method, String path, Fault fault) {
        fault(method, path, fault, 1);
    }

    /** The next so many requests of this method and path meet the fault, after those asked for earlier. */
    public void fault(String method, String path, Fault fault, int times) {
        faults.add(method, path, fault, times);
    }

    /** Forgets all idempotency keys, as Stripe does after a day. */
    public void forgetIdempotencyKeys() {
        idempotency.clear();
    }

    /** Forgets everything but the keys it accepts. */
    public void reset() {
        faults.clear();
        requests.clear();
        idempotency.clear();
        synchronized (store) {
            store.clear();
        }
    }

    /** Every request since the last reset, in order of arrival, refused ones included. */
    public List<SeenRequest> requests() {
        return requests.all();
    }

    /** The requests of one method and path. */
    public List<SeenRequest> requests(String method, String path) {
        return requests().stream()
                .filter(each -> each.method().equals(method) && each.path().equals(path))
                .toList();
    }

    /** The names of all keys presented, {@code none} and {@code unknown} among them. */
    public Set<String> keysSeen() {
        Set<String> names = new TreeSet<>();
        requests().forEach(each -> names.add(each.key()));
        return names;
    }

    /** The charges that succeeded, oldest first; those of payment intents and those not captured yet included. */
    public List<Made> charges() {
        return made("charge").stream()
                .filter(each -> each.status().equals("succeeded"))
                .toList();
    }

    /** The refunds made, oldest first. */
    public List<Made> refunds() {
        return made("refund");
    }

    /** Every object of one of Stripe's kinds, such as {@code charge}, failed ones included, oldest first. */
    public List<Made> made(String kind) {
        synchronized (store) {
            return store.made(kind);
        }
    }

    /** All money that moved, oldest first. */
    public List<Movement> movements() {
        synchronized (store) {
            return store.movements();
        }
    }

    /** What came in: captured charges. */
    public long moneyIn(String currency) {
        return sum(Movement.Direction.IN, currency);
    }

    /** What went out: refunds, payouts, transfers. */
    public long moneyOut(String currency) {
        return sum(Movement.Direction.OUT, currency);
    }

    private long sum(Movement.Direction direction, String currency) {
        return movements().stream()
                .filter(each -> each.direction() == direction && each.currency().equals(currency))
                .mapToLong(Movement::amount)
                .sum();
    }

    /** The whole ledger as JSON, the same as {@code GET /_sim/report}; no secret is in it. */
    public String report() {
        return Report.of(this).toPrettyString() + "\n";
    }

    /** Closes all connections; whoever waits for a late answer gets none. */
    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
