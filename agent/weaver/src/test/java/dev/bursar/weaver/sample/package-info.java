// SPDX-License-Identifier: Apache-2.0
/** Classes that tests weave, as if they were somebody's client. */
@NullMarked
package dev.bursar.weaver.sample;

import org.jspecify.annotations.NullMarked;
