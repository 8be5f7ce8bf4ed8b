// SPDX-License-Identifier: Apache-2.0
/** The applications that are measured: they know nothing of Bursar. May import: the JDK and stripe-java. */
@NullMarked
package com.acme.bench;

import org.jspecify.annotations.NullMarked;
