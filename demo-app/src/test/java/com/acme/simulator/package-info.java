// SPDX-License-Identifier: Apache-2.0
/** The simulator, tried with the real stripe-java and, where bytes matter, with the JDK's client. */
@NullMarked
package com.acme.simulator;

import org.jspecify.annotations.NullMarked;
