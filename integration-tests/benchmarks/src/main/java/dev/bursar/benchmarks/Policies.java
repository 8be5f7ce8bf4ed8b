// SPDX-License-Identifier: Apache-2.0
package dev.bursar.benchmarks;

/** The policy of every benchmark: one caller, its usual conditions, caps too large to be met. */
final class Policies {

    private Policies() {}

    /** @param credential where the caller's key is */
    static String text(String stripe, String credential) {
        return """
                bursar: 1
                vendors:
                  stripe:
                    hosts: ["%s"]
                callers:
                  billing:
                    is: [com.acme.bench.Billing, dev.bursar.benchmarks.AiService$Tools]
                    runs: [com.acme.bench.Billing#read, com.acme.bench.Billing#charge]
                    credential: %s
                    allow:
                      - POST /v1/charges:
                          amount: {max: 200.00 USD}
                          customer: {like: "cus_*", required: true}
                          transfer_data[destination]: forbidden
                      - customers:read
                    caps: [1000000000.00 USD per day, 100.00 USD per run, 1000000000 calls per minute]
                """.formatted(stripe, credential);
    }
}
