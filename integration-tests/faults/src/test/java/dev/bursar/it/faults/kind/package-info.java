// SPDX-License-Identifier: Apache-2.0
/** One class per kind of fault. */
@NullMarked
package dev.bursar.it.faults.kind;

import org.jspecify.annotations.NullMarked;
