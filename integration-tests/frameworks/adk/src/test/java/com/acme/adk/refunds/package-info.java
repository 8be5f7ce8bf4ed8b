// SPDX-License-Identifier: Apache-2.0
/** Whose code refunds: the caller `refunds`. */
@NullMarked
package com.acme.adk.refunds;

import org.jspecify.annotations.NullMarked;
