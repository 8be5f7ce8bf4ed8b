// SPDX-License-Identifier: Apache-2.0
/** Tests of what is shown and told. */
@NullMarked
package dev.bursar.runtime.watching;

import org.jspecify.annotations.NullMarked;
