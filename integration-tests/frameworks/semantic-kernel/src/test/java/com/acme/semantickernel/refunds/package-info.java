// SPDX-License-Identifier: Apache-2.0
/** Whose code refunds: the caller `refunds`. */
@NullMarked
package com.acme.semantickernel.refunds;

import org.jspecify.annotations.NullMarked;
