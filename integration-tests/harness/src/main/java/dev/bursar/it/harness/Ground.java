// SPDX-License-Identifier: Apache-2.0
package dev.bursar.it.harness;

import com.acme.simulator.SimKey;
import com.acme.simulator.StripeSimulator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A Stripe on a loopback port, and a folder with a policy, its callers' keys and its state. */
public final class Ground implements AutoCloseable {

    /** The one key that may do everything; an application's own, which must never arrive. */
    public static final String GLOBAL = "sk_" + "test_global000000000000";

    private static final ObjectMapper JSON = new ObjectMapper();

    public final StripeSimulator stripe = StripeSimulator.start().accept(SimKey.unrestricted("global", GLOBAL));
    public final Path folder;
    private final List<String> secrets = new ArrayList<>(List.of(GLOBAL));
    private int dumps;

    public Ground(Path folder) {
        this.folder = folder;
    }

    /** A key of {@code caller}'s own, in the file {@code caller.key} beside the policy. */
    public Ground key(String caller, String... permissions) {
        String secret = "rk_" + "test_" + caller + "0000000000000000";
        secrets.add(secret);
        stripe.accept(SimKey.restricted(caller, secret, permissions));
        write(caller + ".key", secret);
        return this;
    }

    /** Writes the policy: the callers as given, everything else as the tests need it. */
    public Path policy(String callers) {
        return policy("enforce", callers);
    }

    public Path policy(String mode, String rest) {
        return write(
                "bursar.yaml",
                "bursar: 1\nmode: " + mode + "\nstate: state\nvendors: {stripe: {hosts: [\"" + stripe.baseUrl()
                        + "\"]}}\n" + rest);
    }

    public Path write(String name, String text) {
        try {
            // In one step, as whoever changes a policy under a running application should.
            Path next = Files.writeString(folder.resolve(name + ".next"), text);
            return Files.move(
                    next, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the journal says, read by the bundled command line. */
    public List<JsonNode> journal(String... more) {
        Jvm dump = Jvm.bursar("dump", folder.resolve("state").toString(), "--format", "jsonl");
        for (String argument : more) {
            dump.argument(argument);
        }
        Jvm.Done done = dump.run(folder, "dump" + ++dumps);
        if (done.exit() != 0) {
            throw new AssertionError(done);
        }
        List<JsonNode> records = new ArrayList<>();
        for (String line : done.out().lines().toList()) {
            try {
                records.add(JSON.readTree(line));
            } catch (IOException e) {
                throw new AssertionError(line, e);
            }
        }
        return records;
    }

    /** Every real key that must appear nowhere but at the vendor. */
    public List<String> secrets() {
        return secrets;
    }

    @Override
    public void close() {
        stripe.close();
    }
}
