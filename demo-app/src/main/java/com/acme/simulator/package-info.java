// SPDX-License-Identifier: Apache-2.0
/**
 * A Stripe that lives in this process: loopback only, with real idempotency, restricted keys, a ledger of everything it
 * saw, and faults on demand. It is a server and nothing else: it imports the JDK and Jackson, never stripe-java and
 * never an agent, so that what it reports is what came over the wire.
 */
@NullMarked
package com.acme.simulator;

import org.jspecify.annotations.NullMarked;
