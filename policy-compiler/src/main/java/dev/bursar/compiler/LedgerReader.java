// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import dev.bursar.runtime.policy.LedgerSettings;
import dev.bursar.runtime.policy.LedgerSettings.Form;
import dev.bursar.runtime.policy.LedgerSettings.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code ledger}: {@code local}, the address of a Redis, or a group with the address and more. No message repeats an address, which may hold a
 * password.
 */
final class LedgerReader {

    private static final List<String> WORDS =
            List.of("url", "user", "password", "prefix", "timeout", "replicas", "reads");

    /** By scheme: what stands there and, in the second place, whether it is encrypted. */
    private static final Map<String, Scheme> SCHEMES = Map.of(
            "redis", new Scheme(Form.SINGLE, false),
            "rediss", new Scheme(Form.SINGLE, true),
            "redis-sentinel", new Scheme(Form.SENTINEL, false),
            "rediss-sentinel", new Scheme(Form.SENTINEL, true),
            "redis-cluster", new Scheme(Form.CLUSTER, false),
            "rediss-cluster", new Scheme(Form.CLUSTER, true));

    private static final Pattern URL = Pattern.compile("([a-z-]+)://([^/?#]*)((?:/[^/?#]*)*)");
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+\\])(?::([0-9]{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6}) ?(ms|s)");

    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private record Scheme(Form form, boolean tls) {}

    private record Address(
            Form form,
            boolean tls,
            List<Host> hosts,
            @Nullable String master,
            int database) {}

    /** Whether calls that move no money go on without the ledger. */
    private enum Reads {
        REFUSE("refuse"),
        ALLOW("allow");

        private final String word;

        Reads(String word) {
            this.word = word;
        }
    }

    private final Problems problems;
    private final Path directory;

    /** @param directory of the policy, which relative paths are relative to */
    LedgerReader(Problems problems, Path directory) {
        this.problems = problems;
        this.directory = directory;
    }

    LedgerSettings read(Fields policy) {
        if (policy.get("ledger") instanceof Node.Mapping group) {
            return group(new Fields(problems, group, "`ledger`", WORDS, List.of()));
        }
        Node.Scalar ledger = policy.scalar("ledger", "local");
        if (ledger == null || ledger.text().equals("local")) {
            return new LedgerSettings.Local();
        }
        if (!ledger.text().startsWith("redis")) {
            problems.add(
                    ledger.place(),
                    ledger.shown() + " is no ledger; write `local`, or an address such as `redis://10.0.0.5:6379/0`");
            return new LedgerSettings.Local();
        }
        Address address = address(ledger);
        return address == null
                ? new LedgerSettings.Local()
                : new LedgerSettings.Redis(
                        address.form,
                        address.hosts,
                        address.master,
                        address.database,
                        address.tls,
                        null,
                        null,
                        "bursar",
                        TIMEOUT,
                        0,
                        true,
                        ledger.place());
    }

    private LedgerSettings group(Fields fields) {
        Node.Scalar url = fields.scalar("url", "redis://10.0.0.5:6379/0");
        if (!fields.has("url")) {
            problems.add(fields.place(), "`url` is missing; name the Redis, such as `url: redis://10.0.0.5:6379/0`");
        }
        Address address = url == null ? null : address(url);
        Node.Scalar user = fields.scalar("user", "bursar");
        String password = password(fields);
        if (user != null && !fields.has("password")) {
            problems.add(user.place(), "`user` stands without a `password`");
        }
        String prefix = prefix(fields);
        Duration timeout = timeout(fields);
        int replicas = replicas(fields);
        Reads reads = fields.word("reads", Reads.REFUSE, Reads.values(), each -> each.word);
        if (address == null) {
            return new LedgerSettings.Local();
        }
        return new LedgerSettings.Redis(
                address.form,
                address.hosts,
                address.master,
                address.database,
                address.tls,
                user == null ? null : user.text(),
                password,
                prefix,
                timeout,
                replicas,
                reads == Reads.REFUSE,
                fields.placeOf("password"));
    }

    private @Nullable Address address(Node.Scalar scalar) {
        Matcher url = URL.matcher(scalar.text());
        Scheme scheme = url.matches() ? SCHEMES.get(url.group(1)) : null;
        if (scalar.text().contains("@")) {
            problems.add(
                    scalar.place(),
                    "the address of the ledger names a user or a password; take them out and write `ledger: {url: ..., user: ...,"
                            + " password: env:NAME}`");
            return null;
        }
        if (scheme == null) {
            return wrong(scalar);
        }
        List<Host> hosts = hosts(url.group(2), scheme.form == Form.SENTINEL ? 26379 : 6379);
        String path = url.group(3).isEmpty() ? "" : url.group(3).substring(1);
        if (hosts == null || (scheme.form == Form.SINGLE && hosts.size() != 1)) {
            return wrong(scalar);
        }
        String master = null;
        if (scheme.form == Form.SENTINEL) {
            int slash = path.indexOf('/');
            master = slash < 0 ? path : path.substring(0, slash);
            path = slash < 0 ? "" : path.substring(slash + 1);
            if (!NAME.matcher(master).matches()) {
                return wrong(scalar);
            }
        }
        boolean isNumber = path.matches("[0-9]{0,4}");
        if (!isNumber || (scheme.form == Form.CLUSTER && !path.isEmpty())) {
            return wrong(scalar);
        }
        return new Address(scheme.form, scheme.tls, hosts, master, path.isEmpty() ? 0 : Integer.parseInt(path));
    }

    private @Nullable Address wrong(Node.Scalar scalar) {
        problems.add(
                scalar.place(),
                "the address of the ledger is none such as `redis://host:6379/0`, `rediss://host/0`,"
                        + " `redis-sentinel://host:26379,host/mymaster/0` or `redis-cluster://host:6379,host`");
        return null;
    }

    private static @Nullable List<Host> hosts(String text, int port) {
        List<Host> hosts = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            Matcher host = HOST.matcher(each);
            if (!host.matches()) {
                return null;
            }
            int number = host.group(2) == null ? port : Integer.parseInt(host.group(2));
            if (number < 1 || number > 65_535) {
                return null;
            }
            String name = host.group(1);
            hosts.add(new Host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name, number));
        }
        return hosts;
    }

    private @Nullable String password(Fields fields) {
        Node.Scalar scalar = fields.scalar("password", "env:REDIS_PASSWORD");
        if (scalar == null) {
            return null;
        }
        return new SecretSourceReader(problems, directory)
                .read(
                        scalar,
                        "`password` names where the password is, `env:REDIS_PASSWORD` or `file:/run/secrets/redis`; what stands "
                                + "here is neither");
    }

    private String prefix(Fields fields) {
        Node.Scalar scalar = fields.scalar("prefix", "bursar");
        if (scalar == null) {
            return "bursar";
        }
        if (!NAME.matcher(scalar.text()).matches()) {
            problems.add(
                    scalar.place(),
                    scalar.shown()
                            + " is no prefix of keys: 1 to 64 letters, digits, `_`, `.` and `-`, such as `bursar`");
        }
        return scalar.text();
    }

    private Duration timeout(Fields fields) {
        Node.Scalar scalar = fields.scalar("timeout", "500 ms");
        if (scalar == null) {
            return TIMEOUT;
        }
        Matcher time = TIME.matcher(scalar.text());
        if (time.matches()) {
            long number = Long.parseLong(time.group(1));
            Duration timeout = time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
            if (timeout.compareTo(SHORTEST) >= 0 && timeout.compareTo(LONGEST) <= 0) {
                return timeout;
            }
        }
        problems.add(scalar.place(), scalar.shown() + " is no timeout from `10 ms` to `30 s`, such as `500 ms`");
        return TIMEOUT;
    }

    private int replicas(Fields fields) {
        Node.Scalar scalar = fields.scalar("replicas", "1");
        if (scalar == null) {
            return 0;
        }
        if (!scalar.text().matches("[0-9]")) {
            problems.add(scalar.place(), scalar.shown() + " is no number of replicas from `0` to `9`");
            return 0;
        }
        return Integer.parseInt(scalar.text());
    }
}
