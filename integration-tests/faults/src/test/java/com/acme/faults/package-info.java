// SPDX-License-Identifier: Apache-2.0
/** The application that meets the faults: stripe-java and nothing else; it knows nothing of Bursar. */
@NullMarked
package com.acme.faults;

import org.jspecify.annotations.NullMarked;
