// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.bursar.runtime.journal.checkpoint;

import org.jspecify.annotations.NullMarked;
