// SPDX-License-Identifier: Apache-2.0
/**
 * What the refunds agent can do, with stripe-java and the key that the whole process shares.
 */
@NullMarked
package com.acme.refunds.tools;

import org.jspecify.annotations.NullMarked;
