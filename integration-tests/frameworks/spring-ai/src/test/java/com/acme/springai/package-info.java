// SPDX-License-Identifier: Apache-2.0
/** Agents on Spring AI that know nothing of Bursar, and take real money as far as they can tell. */
@NullMarked
package com.acme.springai;

import org.jspecify.annotations.NullMarked;
