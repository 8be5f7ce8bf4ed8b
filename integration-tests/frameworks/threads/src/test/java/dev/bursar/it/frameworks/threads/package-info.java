// SPDX-License-Identifier: Apache-2.0
/** Who is calling on threads that others start, with the real {@code bursar.jar}. */
@NullMarked
package dev.bursar.it.frameworks.threads;

import org.jspecify.annotations.NullMarked;
