// SPDX-License-Identifier: Apache-2.0
/**
 * The refunds agent. May import LangChain4j, not Stripe.
 */
@NullMarked
package com.acme.refunds;

import org.jspecify.annotations.NullMarked;
