// SPDX-License-Identifier: Apache-2.0
/** Whose code charges: the caller `billing`. */
@NullMarked
package com.acme.semantickernel.billing;

import org.jspecify.annotations.NullMarked;
