// SPDX-License-Identifier: Apache-2.0
/** The journal, under what befalls disks and processes. */
@NullMarked
package dev.bursar.runtime.journal;

import org.jspecify.annotations.NullMarked;
