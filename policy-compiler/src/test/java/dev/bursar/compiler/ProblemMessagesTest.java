// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of problem a policy's words can have, with the message as a person reads it. */
class ProblemMessagesTest {

    private static final String CALLER = """
            bursar: 1
            callers:
              a:
                is: [com.acme.a.**]
                credential: env:KEY
                allow: [charges:read]
            """;

    @TempDir
    Path directory;

    /** A line put into the one caller; it stands at line 7, and its value begins at column 5 plus the key. */
    static Stream<Arguments> lines_of_a_caller() {
        return Stream.of(
                Arguments.of("cap: [5 USD per day]", "7:5: unknown key `cap` in the caller `a`; did you mean `caps`?"),
                Arguments.of(
                        "zebra: 1",
                        "7:5: unknown key `zebra` in the caller `a`; it is one of `is`, `runs`, `attempts`, `credential`,"
                                + " `vault_key`, `account`, `expires`, `revoked`, `mode`, `vendor`, `allow`, `caps`,"
                                + " `alerts`, `idempotency`"),
                Arguments.of("caps:", "7:5: `caps` has no value; give it one or take the line out"),
                Arguments.of(
                        "caps: 5 USD per day",
                        "7:11: `caps` is a list, such as `[500.00 USD per day]`; found `5 USD per day`"),
                Arguments.of(
                        "caps: [{a: 1}]",
                        "7:12: each item of `caps` is one value, such as `500.00 USD per day`; found a group of keys"),
                Arguments.of("caps: [5 USD per dya]", "7:12: `dya` is not a window of a cap; did you mean `day`?"),
                Arguments.of(
                        "caps: [5 USD per fortnight]",
                        "7:12: `fortnight` is not a window of a cap; it is one of `call`, `run`, `minute`, `hour`, `day`,"
                                + " `week`, `month`"),
                Arguments.of(
                        "caps: [5 USD]",
                        "7:12: `5 USD` is not a cap, such as `500.00 USD per day` or `30 calls per minute`"),
                Arguments.of(
                        "caps: [$5 per day]", "7:12: `$5` is not an amount with its currency, such as `200.00 USD`"),
                Arguments.of("caps: [5 USB per day]", "7:12: `USB` is not a currency; did you mean `USD`?"),
                Arguments.of("caps: [many calls per day]", "7:12: `many` is not a number of calls, such as `30`"),
                Arguments.of(
                        "caps: [3 calls per call]",
                        "7:12: `3 calls per call` says nothing: a call is one call; name a longer window"),
                Arguments.of(
                        "caps: [5 USD per day, 6 USD per day]",
                        "7:27: `USD per day` is capped already at line 7; keep the smaller"),
                Arguments.of("mode: enforced", "7:11: `enforced` is no value of `mode`; did you mean `enforce`?"),
                Arguments.of("revoked: yes", "7:14: `yes` is no value of `revoked`; it is one of `true`, `false`"),
                Arguments.of(
                        "expires: 2027-03-31",
                        "7:14: `2027-03-31` is not a time in UTC such as `2027-03-31T00:00:00Z`"),
                Arguments.of(
                        "account: [acct_1]", "7:14: `account` is one value, such as `acct_1Example`; found a list"),
                Arguments.of("account: cus_1", "7:14: `cus_1` is not a connected account such as `acct_1Example`"),
                Arguments.of(
                        "vault_key: billing",
                        "7:16: a vault key is `vk_` and then letters, digits, `_` and `-`, such as `vk_billing`"),
                Arguments.of("vendor: twilio", "7:13: `vendor: twilio` is not supported yet; take it out"),
                Arguments.of("labels: {team: x}", "7:5: `labels` is not supported yet; take it out"),
                Arguments.of(
                        "alerts: [50%]",
                        "7:5: `alerts` are about caps, and there are none; add `caps`, or take it out"),
                Arguments.of(
                        "caps: [5 USD per day]\n    alerts: 50%",
                        "8:13: `alerts` is a list, such as `[80%]`; found `50%`"),
                Arguments.of(
                        "caps: [5 USD per day]\n    alerts: []",
                        "8:13: `alerts` is empty; name at least one share, such as `80%`, or take it out"),
                Arguments.of(
                        "caps: [5 USD per day]\n    alerts: [0%]",
                        "8:14: `0%` is not a share of a cap, a whole number from `1%` to `100%`"),
                Arguments.of(
                        "caps: [5 USD per day]\n    alerts: [50%, 101%]",
                        "8:19: `101%` is not a share of a cap, a whole number from `1%` to `100%`"),
                Arguments.of(
                        "caps: [5 USD per day]\n    alerts: [0.8]",
                        "8:14: `0.8` is not a share of a cap, a whole number from `1%` to `100%`"),
                Arguments.of(
                        "caps: [5 USD per day]\n    alerts: [50%, 80%, 50%]",
                        "8:24: `50%` stands here twice; keep one"),
                Arguments.of(
                        "caps: [5 USD per day]\n    alerts: [80%, 50%]",
                        "8:19: `50%` stands behind `80%`; write shares from the least to the greatest"),
                Arguments.of(
                        "runs: [com.acme.A]",
                        "7:12: `com.acme.A` is not a method such as `com.acme.billing.BillingAgent#forward`"),
                Arguments.of(
                        "runs: [\"com.acme.A#b(int)\"]",
                        "7:12: `com.acme.A#b(int)` names parameters; write the method alone, `com.acme.A#b`, every overload"
                                + " is meant"),
                Arguments.of(
                        "runs: [com.acme.A.B#c]",
                        "7:12: `com.acme.A.B#c` names a nested class with a dot; write `com.acme.A$B`"),
                Arguments.of(
                        "runs: [{method: com.acme.A#b, id: order}]",
                        "7:39: `order` is not where a run's id comes from: `arg0` is the method's first argument,"
                                + " `mdc:orderId` an entry of the MDC"),
                Arguments.of(
                        "runs: [{id: arg0}]",
                        "7:12: an item of `runs` needs `method`, such as `com.acme.billing.BillingAgent#forward`"),
                Arguments.of(
                        "runs: [[x]]",
                        "7:12: each item of `runs` is a method, or `{method: com.acme.billing.BillingAgent#forward, id:"
                                + " arg0}`; found a list"),
                Arguments.of(
                        "idempotency: {drift: reply}", "7:26: `reply` is no value of `drift`; did you mean `replay`?"),
                Arguments.of(
                        "idempotency: {near_duplicates: refused}",
                        "7:36: `refused` is no value of `near_duplicates`; did you mean `refuse`?"),
                Arguments.of(
                        "idempotency: {repeat: same}",
                        "7:19: unknown key `repeat` in `idempotency`; did you mean `repeats`?"),
                Arguments.of("idempotency: on", "7:18: `idempotency` is a group of keys; found `on`"),
                Arguments.of(
                        "idempotency: {same: []}",
                        "7:25: an empty `same` would make every call to an operation one action; name parameters, or take it"
                                + " out"),
                Arguments.of("is: [x]", "7:5: `is` stands here a second time, after line 4; keep one"));
    }

    @ParameterizedTest
    @MethodSource("lines_of_a_caller")
    void tells_what_is_wrong_in_a_caller(String line, String message) {
        assertThat(PolicyFiles.problems(directory, CALLER + "    " + line + "\n"))
                .containsExactly(message);
    }

    /** One item of the caller's {@code allow}, at line 7, column 9. */
    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        "POST /v1/charge",
                        "7:9: `POST /v1/charge` is no operation of `stripe`; did you mean `POST /v1/charges`?"),
                Arguments.of(
                        "post /v1/refunds",
                        "7:9: `post /v1/refunds` is no operation of `stripe`; did you mean `POST /v1/refunds`?"),
                Arguments.of(
                        "POST /v1/charges/ch_1/capture",
                        "7:9: `POST /v1/charges/ch_1/capture` names one object; a rule names an operation: `POST"
                                + " /v1/charges/{charge}/capture`"),
                Arguments.of(
                        "charge:write",
                        "7:9: `charge:write` is no permission of `stripe`; did you mean `charges:write`?"),
                Arguments.of(
                        "everything",
                        "7:9: `everything` is neither an operation such as `POST /v1/charges` nor a permission such as"
                                + " `charges:read`"),
                Arguments.of(
                        "[a]",
                        "7:9: each item of `allow` is an operation such as `POST /v1/charges` or a permission such as"
                                + " `charges:read`; found a list"),
                Arguments.of(
                        "{a: 1, b: 2}",
                        "7:9: each rule is an item of its own: begin each operation with `- ` and indent its conditions below"
                                + " it"),
                Arguments.of(
                        "charges:write:",
                        "7:23: `charges:write` is followed by `:` and so has conditions, such as `amount: {max: 200.00"
                                + " USD}`; found nothing"),
                Arguments.of(
                        "charges:write: {}",
                        "7:24: `charges:write` is followed by `:` and so has conditions, such as `amount: {max: 200.00"
                                + " USD}`; found none"),
                Arguments.of(
                        "charges:write: {customer: cus_1}",
                        "7:35: `cus_1` is no condition; write `forbidden`, `required`, or a group such as `{like:"
                                + " \"cus_1\"}`"),
                Arguments.of(
                        "charges:write: {amount: [5]}",
                        "7:33: the condition on `amount` is a group such as `{max: 200.00 USD}`; found a list"),
                Arguments.of(
                        "charges:write: {amount: {min: 5 USD}}",
                        "7:34: unknown key `min` in a condition; did you mean `max`?"),
                Arguments.of(
                        "charges:write: {amount: {}}",
                        "7:33: this condition says nothing; it takes `max`, `like`, `required`, `forbidden`, `assume`"),
                Arguments.of(
                        "charges:write: {amount: {max: 200}}",
                        "7:39: `200` is not an amount with its currency, such as `200.00 USD`"),
                Arguments.of(
                        "charges:write: {amount: {max: 200 USD, forbidden: true}}",
                        "7:25: what is `forbidden` can have no other condition; keep one of them"),
                Arguments.of(
                        "charges:write: {amount: {max: 20 USD, assume: 30 USD}}",
                        "7:47: `assume` is more than `max`; assume at most `20.00 USD`"),
                Arguments.of(
                        "charges:write: {amount: {max: 20 USD, assume: 3 EUR}}",
                        "7:47: `assume` and `max` are in two currencies; use one"),
                Arguments.of(
                        "charges:write: {amount: {required: true, assume: 3 EUR}}",
                        "7:50: `assume` is for an amount left out, and `required` refuses that; keep one"),
                Arguments.of(
                        "charges:write: {\"a b\": required}",
                        "7:25: `a b` is not a parameter such as `amount`, `transfer_data[destination]` or"
                                + " `items[*][price]`"),
                Arguments.of(
                        "GET /v1/charges: {limit: required}",
                        "7:9: these conditions never bind: `charges:read` at line 8 allows `GET /v1/charges` without any;"
                                + " take one of the two out"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void tells_what_is_wrong_in_a_rule(String rule, String message) {
        String policy = """
                bursar: 1
                callers:
                  a:
                    is: [com.acme.a.**]
                    credential: env:KEY
                    allow:
                      - %s
                      - charges:read
                """.formatted(rule);
        assertThat(PolicyFiles.problems(directory, policy)).containsExactly(message);
    }

    static Stream<Arguments> names_of_code() {
        return Stream.of(
                Arguments.of(
                        "com.acme.billing",
                        "4:10: `com.acme.billing` names a class that begins with a small letter; for a package write"
                                + " `com.acme.billing.**`"),
                Arguments.of(
                        "com.acme.Outer.Inner",
                        "4:10: `com.acme.Outer.Inner` names a nested class with a dot; write `com.acme.Outer$Inner`"),
                Arguments.of(
                        "com..acme.**",
                        "4:10: `com..acme.**` does not name code: write a class `com.acme.Agent`, a package"
                                + " `com.acme.tools.**`, a method `com.acme.Agent#run` or an annotation"
                                + " `@com.acme.Agent(billing)`"),
                Arguments.of(
                        "@com.acme.Agent(",
                        "4:10: `@com.acme.Agent(` is not an annotation such as `@com.acme.Agent` or"
                                + " `@com.acme.Agent(billing)`"));
    }

    @ParameterizedTest
    @MethodSource("names_of_code")
    void tells_what_is_wrong_in_a_name_of_code(String name, String message) {
        assertThat(PolicyFiles.problems(directory, CALLER.replace("com.acme.a.**", "\"" + name + "\"")))
                .containsExactly(message);
    }

    static Stream<Arguments> lines_of_a_policy() {
        return Stream.of(
                Arguments.of("caller: {}", "7:1: unknown key `caller` in a policy; did you mean `callers`?"),
                Arguments.of(
                        "timezone: America/New York",
                        "7:11: `America/New York` is not a time zone such as `America/New_York` or `UTC`; did you mean"
                                + " `America/New_York`?"),
                Arguments.of("mode: rehears", "7:7: `rehears` is no value of `mode`; did you mean `rehearse`?"),
                Arguments.of("retain: a year", "7:9: `a year` is not a number of days, such as `400 days`"),
                Arguments.of("retain: 400", "7:9: `400` is not a number of days, such as `400 days`"),
                Arguments.of(
                        "retain: 31 days",
                        "7:9: `31 days` is too short: a cap per month needs the records of its month; keep at least"
                                + " `32 days`"),
                Arguments.of(
                        "retain: 40000 days",
                        "7:9: `40000 days` is more than a hundred years; take `retain` out to keep everything"),
                Arguments.of("retain: [1]", "7:9: `retain` is a number of days, such as `400 days`; found a list"),
                Arguments.of("retain: {then: delete}", "7:9: `retain` needs `keep`, such as `keep: 400 days`"),
                Arguments.of(
                        "retain: {keep: 99 days, then: zip}",
                        "7:31: `zip` is no value of `then`; it is one of `archive`, `delete`"),
                Arguments.of(
                        "retain: {keep: 99 days, than: zip}",
                        "7:25: unknown key `than` in `retain`; did you mean `then`?"),
                Arguments.of(
                        "retain: 99 days\nledger: redis://h/0",
                        "7:1: `retain` needs a `local` ledger, whose snapshots stand for what is taken away; take it out"),
                Arguments.of(
                        "ledger: redis://u:hunter2@h/0",
                        "7:9: the address of the ledger names a user or a password; take them out and write `ledger: {url: ...,"
                                + " user: ..., password: env:NAME}`"),
                Arguments.of(
                        "ledger: redis://h:99999/0",
                        "7:9: the address of the ledger is none such as `redis://host:6379/0`, `rediss://host/0`,"
                                + " `redis-sentinel://host:26379,host/mymaster/0` or `redis-cluster://host:6379,host`"),
                Arguments.of(
                        "ledger: redis://h/x",
                        "7:9: the address of the ledger is none such as `redis://host:6379/0`, `rediss://host/0`,"
                                + " `redis-sentinel://host:26379,host/mymaster/0` or `redis-cluster://host:6379,host`"),
                Arguments.of(
                        "ledger: redis://a,b/0",
                        "7:9: the address of the ledger is none such as `redis://host:6379/0`, `rediss://host/0`,"
                                + " `redis-sentinel://host:26379,host/mymaster/0` or `redis-cluster://host:6379,host`"),
                Arguments.of(
                        "ledger: redis-sentinel://a,b",
                        "7:9: the address of the ledger is none such as `redis://host:6379/0`, `rediss://host/0`,"
                                + " `redis-sentinel://host:26379,host/mymaster/0` or `redis-cluster://host:6379,host`"),
                Arguments.of(
                        "ledger: redis-cluster://a/0",
                        "7:9: the address of the ledger is none such as `redis://host:6379/0`, `rediss://host/0`,"
                                + " `redis-sentinel://host:26379,host/mymaster/0` or `redis-cluster://host:6379,host`"),
                Arguments.of(
                        "ledger: redis+tls://h",
                        "7:9: the address of the ledger is none such as `redis://host:6379/0`, `rediss://host/0`,"
                                + " `redis-sentinel://host:26379,host/mymaster/0` or `redis-cluster://host:6379,host`"),
                Arguments.of(
                        "ledger: file",
                        "7:9: `file` is no ledger; write `local`, or an address such as `redis://10.0.0.5:6379/0`"),
                Arguments.of(
                        "ledger: {prefix: a}",
                        "7:9: `url` is missing; name the Redis, such as `url: redis://10.0.0.5:6379/0`"),
                Arguments.of(
                        "ledger: {url: redis://h, password: hunter2}",
                        "7:36: `password` names where the password is, `env:REDIS_PASSWORD` or"
                                + " `file:/run/secrets/redis`; what stands here is neither"),
                Arguments.of("ledger: {url: redis://h, user: u}", "7:32: `user` stands without a `password`"),
                Arguments.of(
                        "ledger: {url: redis://h, timeout: 5 min}",
                        "7:35: `5 min` is no timeout from `10 ms` to `30 s`, such as `500 ms`"),
                Arguments.of(
                        "ledger: {url: redis://h, timeout: 1 ms}",
                        "7:35: `1 ms` is no timeout from `10 ms` to `30 s`, such as `500 ms`"),
                Arguments.of(
                        "ledger: {url: redis://h, replicas: many}",
                        "7:36: `many` is no number of replicas from `0` to `9`"),
                Arguments.of(
                        "ledger: {url: redis://h, prefix: 'a b'}",
                        "7:34: `a b` is no prefix of keys: 1 to 64 letters, digits, `_`, `.` and `-`, such as `bursar`"),
                Arguments.of(
                        "ledger: {url: redis://h, reads: maybe}",
                        "7:33: `maybe` is no value of `reads`; it is one of `refuse`, `allow`"),
                Arguments.of(
                        "ledger: {url: redis://h, pasword: env:X}",
                        "7:26: unknown key `pasword` in `ledger`; did you mean `password`?"),
                Arguments.of("checkpoints: env:KEY", "7:14: `checkpoints` is a group of keys; found `env:KEY`"),
                Arguments.of(
                        "checkpoints: {to: stdout}",
                        "7:14: `checkpoints` needs `key`, such as `{key: \"env:CHECKPOINT_KEY\", to:"
                                + " \"file:/var/log/bursar/checkpoints\"}`"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\"}",
                        "7:14: `checkpoints` needs `to`, such as `{key: \"env:CHECKPOINT_KEY\", to:"
                                + " \"file:/var/log/bursar/checkpoints\"}`"),
                Arguments.of(
                        "checkpoints: {key: 3f8a, to: stdout}",
                        "7:20: `key` names where the key is, never the key itself: `env:CHECKPOINT_KEY` or"
                                + " `file:/run/secrets/key`; what stands here is neither"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\", to: syslogd}",
                        "7:35: `syslogd` is no place for checkpoints; write `file:/path`, `stdout`, `syslog` or"
                                + " `syslog:PORT`"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\", to: \"syslog:70000\"}",
                        "7:35: `syslog:70000` is no place for checkpoints; write `file:/path`, `stdout`, `syslog` or"
                                + " `syslog:PORT`"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\", to: \"file:bursar-state/checkpoints\"}",
                        "7:1: `to` of `checkpoints` is in the state directory; whoever can change the journal there could"
                                + " change them too, so name a place elsewhere"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\", to: stdout, records: 0}",
                        "7:52: `0` is not a number of records from 1 to 9999999, such as `1000`"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\", to: stdout, every: 60}",
                        "7:50: `60` is not a time of at most 24 hours, such as `60 s`, `5 m` or `1 h`"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\", to: stdout, every: 25 h}",
                        "7:50: `25 h` is not a time of at most 24 hours, such as `60 s`, `5 m` or `1 h`"),
                Arguments.of(
                        "checkpoints: {key: \"env:KEY\", to: stdout, evry: 5 s}",
                        "7:43: unknown key `evry` in `checkpoints`; did you mean `every`?"),
                Arguments.of(
                        "pseudonyms: 3f8a",
                        "7:13: `pseudonyms` names where the key is, never the key itself: `env:PSEUDONYM_KEY` or"
                                + " `file:/run/secrets/key`; what stands here is neither"),
                Arguments.of(
                        "seal: correct-horse-battery-staple-and-more",
                        "7:7: `seal` names where a secret is, never the secret itself: `env:BURSAR_SEAL` or"
                                + " `file:/run/secrets/seal`; what stands here is neither"),
                Arguments.of(
                        "seal: env:1X",
                        "7:7: `seal` names where a secret is, never the secret itself:"
                                + " `env:BURSAR_SEAL` or `file:/run/secrets/seal`; what stands here is neither"),
                Arguments.of(
                        "seal: {key: env:X}",
                        "7:7: `seal` is one value, such as `env:BURSAR_SEAL`; found a group of keys"),
                Arguments.of("seal:", "7:1: `seal` has no value; give it one or take the line out"),
                Arguments.of("seal: \"file:a\\0b\"", "7:7: the path after `file:` is none this system can have"),
                Arguments.of(
                        "vendors: {twilio: {hosts: [x]}}", "7:11: `vendors: twilio` is not supported yet; take it out"),
                Arguments.of(
                        "vendors: {stripe: {auth: basic, hosts: [a.b]}}",
                        "7:20: `auth` is not supported yet; take it out"),
                Arguments.of(
                        "vendors: {stripe: {hosts: []}}", "7:27: `hosts` is empty; name at least one, or take it out"),
                Arguments.of(
                        "vendors: {stripe: {hosts: [\"http://api.stripe.com\"]}}",
                        "7:28: `http://api.stripe.com` would send the key in the clear; use `https`, plain `http` is for"
                                + " loopback addresses only"),
                Arguments.of(
                        "vendors: {stripe: {hosts: [\"https://api.stripe.com/v1\"]}}",
                        "7:28: `https://api.stripe.com/v1` is not a host such as `api.stripe.com` or"
                                + " `http://127.0.0.1:4242`: scheme, host and port alone"),
                Arguments.of(
                        "vendors: {stripe: {hosts: [\"https://api.stripe.com@evil.com\"]}}",
                        "7:28: `https://api.stripe.com@evil.com` is not a host such as `api.stripe.com` or"
                                + " `http://127.0.0.1:4242`: scheme, host and port alone"),
                Arguments.of(
                        "vendors: {stripe: {hosts: [\"https://a.b:70000\"]}}",
                        "7:28: `https://a.b:70000` is not a host such as `api.stripe.com` or `http://127.0.0.1:4242`:"
                                + " scheme, host and port alone"),
                Arguments.of("alerts: [50%]", "7:9: `alerts` is a group of keys; found a list"),
                Arguments.of("alerts: {}", "7:9: `alerts` is empty; name a `webhook` or a `command`, or take it out"),
                Arguments.of(
                        "alerts: {webhok: env:A}", "7:10: unknown key `webhok` in `alerts`; did you mean `webhook`?"),
                Arguments.of(
                        "alerts: {webhook: \"https://hooks.example/T0/s3cr3t\"}",
                        "7:19: `webhook` names where the address is, as an address carries a secret: `env:ALERTS_URL` or"
                                + " `file:/run/secrets/alerts`; what stands here is neither"),
                Arguments.of(
                        "alerts: {command: notify}",
                        "7:19: `command` is a list, such as `[notify-send, Bursar]`; found `notify`"),
                Arguments.of("alerts: {command: []}", "7:19: `command` is empty; name a program, or take it out"),
                Arguments.of(
                        "alerts: {command: [\"\"]}",
                        "7:20: a command begins with a program, such as `/usr/local/bin/alert`"),
                Arguments.of(
                        "metrics: {}",
                        "7:10: `metrics` shows nothing; write `jmx: true` or `listen: 127.0.0.1:9464`, or take it out"),
                Arguments.of(
                        "metrics: {jmx: false}",
                        "7:10: `metrics` shows nothing; write `jmx: true` or `listen: 127.0.0.1:9464`, or take it out"),
                Arguments.of(
                        "metrics: {port: 1}", "7:11: unknown key `port` in `metrics`; it is one of `jmx`, `listen`"),
                Arguments.of("metrics: {jmx: on}", "7:16: `on` is no value of `jmx`; it is one of `true`, `false`"),
                Arguments.of(
                        "metrics: {listen: 0.0.0.0:9464}",
                        "7:19: `0.0.0.0:9464` is not a port of this machine's own, such as `127.0.0.1:9464`: the numbers"
                                + " are shown to no other machine"),
                Arguments.of(
                        "metrics: {listen: 127.0.0.1:99999}",
                        "7:19: `127.0.0.1:99999` is not a port of this machine's own, such as `127.0.0.1:9464`: the"
                                + " numbers are shown to no other machine"),
                Arguments.of(
                        "metrics: {listen: 127.0.0.999:9464}",
                        "7:19: `127.0.0.999:9464` is not a port of this machine's own, such as `127.0.0.1:9464`: the"
                                + " numbers are shown to no other machine"),
                Arguments.of("rehearse: {wen: []}", "7:12: unknown key `wen` in `rehearse`; did you mean `when`?"),
                Arguments.of(
                        "rehearse: {when: [junti]}",
                        "7:19: `junti` names a class that begins with a small letter; for a package write `junti.**`"),
                Arguments.of(
                        "rehearse: {when: [dokimos]}",
                        "7:19: `dokimos` rehearses without being listed; take it out of `when`"),
                Arguments.of(
                        "rehearse: {except: [junti]}",
                        "7:21: `junti` is no evaluator that rehearses by itself; did you mean `junit`?"),
                Arguments.of(
                        "rehearse: {except: [testng]}",
                        "7:21: `testng` is no evaluator that rehearses by itself; it is one of `junit`,"
                                + " `quarkus-scorer`, `dokimos`"),
                Arguments.of("rehearse: {except: [junit, junit]}", "7:28: `junit` stands here twice; keep one"),
                Arguments.of(
                        "rehearse: {when: [junit], except: [junit]}",
                        "7:36: `junit` stands under `when` too, at line 7; keep one of the two"),
                Arguments.of(
                        "rehearse: {fixtures: fixtures.yaml}",
                        "7:22: `fixtures` is a group of keys; found `fixtures.yaml`"),
                Arguments.of(
                        "rehearse: {fixtures: {POST /v1/charge: {body: {}}}}",
                        "7:23: `POST /v1/charge` is no operation of `stripe`; did you mean `POST /v1/charges`?"),
                Arguments.of(
                        "rehearse: {fixtures: {charges: {body: {}}}}",
                        "7:23: `charges` is no operation such as `POST /v1/charges`"),
                Arguments.of(
                        "rehearse: {fixtures: {POST /v1/charges: {statos: 402, body: {}}}}",
                        "7:42: unknown key `statos` in a fixture; did you mean `status`?"),
                Arguments.of(
                        "rehearse: {fixtures: {POST /v1/charges: {status: 302, body: {}}}}",
                        "7:50: `302` is not `200` or the status of an error, `400` to `599`"),
                Arguments.of(
                        "rehearse: {fixtures: {POST /v1/charges: {status: 402, body: {error: {type: card_error}}}}}",
                        "7:61: the body of a fixture with status `402` is an error: `{error: {type: card_error, message:"
                                + " Declined.}}`"),
                Arguments.of(
                        "rehearse: {fixtures: {POST /v1/charges: {body: {id: ch_1}}}}",
                        "7:49: `id` is made by the rehearsal, so that what was made can be found again; take it out"),
                Arguments.of(
                        "rehearse: {fixtures: {\"GET /v1/charges/{id}\": {body: {}}, \"GET /v1/charges/{charge}\": {body: {}}}}",
                        "7:59: `GET /v1/charges/{charge}` has a fixture already at line 7; keep one"));
    }

    @ParameterizedTest
    @MethodSource("lines_of_a_policy")
    void tells_what_is_wrong_in_a_policy(String line, String message) {
        assertThat(PolicyFiles.problems(directory, CALLER + line + "\n")).containsExactly(message);
    }

    @Test
    void tells_what_is_missing() {
        assertThat(PolicyFiles.problems(directory, "mode: enforce\n"))
                .containsExactly(
                        "1:1: the format is missing; begin with `bursar: 1`",
                        "1:1: `callers` is missing; without one every call is refused");
        assertThat(PolicyFiles.problems(directory, "bursar: 2\ncallers: {}\n"))
                .containsExactly(
                        "1:9: this version of bursar reads format `1`; found `2`",
                        "2:10: `callers` is empty; without one every call is refused");
        assertThat(PolicyFiles.problems(directory, "bursar: 1\ncallers:\n  a: {account: acct_1}\n"))
                .containsExactly(
                        "3:3: nobody can be `a`; add `is`, `runs` or `vault_key`",
                        "3:3: `a` needs `allow`; write `allow: []` to allow nothing",
                        "3:3: `a` needs `credential`, or nothing of it can be sent; write `credential: env:NAME` or `mode:"
                                + " rehearse`");
    }

    @Test
    void tells_what_two_callers_may_not_share() {
        assertThat(PolicyFiles.problems(directory, """
                        bursar: 1
                        mode: rehearse
                        callers:
                          a: {is: [com.acme.A, com.acme.x.**], vault_key: vk_a, allow: [], runs: [com.acme.A#run]}
                          b: {is: [com.acme.A, com.acme.x.*], vault_key: vk_a, allow: [], attempts: [com.acme.A#run]}
                        """))
                .containsExactly(
                        "5:12: `com.acme.A` is bound to `a` already at line 4; one piece of code has one caller",
                        "5:50: `vk_a` is the vault key of another caller at line 4; give each its own",
                        "5:78: `com.acme.A#run` is bound to `a` already at line 4; one piece of code has one caller");
    }

    @Test
    void tells_every_problem_of_a_file_at_once_in_the_order_of_the_file() {
        assertThat(PolicyFiles.problems(directory, """
                        bursar: one
                        mode: on
                        callers:
                          a b:
                            is: [com.acme.a]
                            allow: [POST /v1/charge]
                            caps: [5 per day]
                          c: nothing
                        """))
                .extracting(problem -> problem.substring(0, problem.indexOf(": ")))
                .isEqualTo(List.of("1:9", "2:7", "4:3", "4:3", "5:10", "6:13", "7:12", "8:3"));
    }

    @Test
    void matches_operations_by_shape_whatever_a_variable_part_is_called() {
        for (String part : List.of("{id}", "{charge}", "\"*\"")) {
            String rule = "POST /v1/charges/" + part.replace("\"", "") + "/capture";
            assertThat(PolicyFiles.problems(directory, CALLER.replace("charges:read", "\"" + rule + "\"")))
                    .isEmpty();
        }
    }

    @Test
    void lets_conditions_on_a_write_permission_stand_beside_its_reads_and_not_beside_its_writes() {
        String bound = CALLER.replace("[charges:read]", "[charges:write: {amount: {max: 5 USD}}, OTHER]");
        assertThat(PolicyFiles.problems(directory, bound.replace("OTHER", "charges:read")))
                .isEmpty();
        assertThat(PolicyFiles.problems(directory, bound.replace("OTHER", "POST /v1/charges")))
                .containsExactly(
                        "6:13: these conditions never bind: `POST /v1/charges` at line 6 allows `POST /v1/charges`"
                                + " without any; take one of the two out");
    }

    @Test
    void needs_no_credential_where_nothing_is_dressed() {
        String bare = CALLER.replace("    credential: env:KEY\n", "");
        assertThat(PolicyFiles.problems(directory, bare)).hasSize(1);
        assertThat(PolicyFiles.problems(directory, bare + "    mode: rehearse\n"))
                .isEmpty();
        assertThat(PolicyFiles.problems(directory, bare + "    revoked: true\n"))
                .isEmpty();
        assertThat(PolicyFiles.problems(directory, bare + "mode: observe\n")).isEmpty();
    }
}
