// SPDX-License-Identifier: Apache-2.0
/** Whose code charges: the caller `billing`. */
@NullMarked
package com.acme.adk.billing;

import org.jspecify.annotations.NullMarked;
