// SPDX-License-Identifier: Apache-2.0
/**
 * The command line's {@code reconcile}: what became of holds whose outcome is not known. Here because it needs the gate and real keys, which the
 * compiler does not know, and an HTTP client, which the runtime does not.
 */
@NullMarked
package dev.bursar.launcher.reconcile;

import org.jspecify.annotations.NullMarked;
