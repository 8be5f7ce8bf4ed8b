// SPDX-License-Identifier: Apache-2.0
/**
 * The billing agent: what it is told, what checks its answers, where receipts go. May import LangChain4j, not Stripe.
 */
@NullMarked
package com.acme.billing;

import org.jspecify.annotations.NullMarked;
