// SPDX-License-Identifier: Apache-2.0
/**
 * What leaves this JVM, or is shown of it, of what was watched: alerts to a webhook and a command, flight recorder events, an MBean, a text
 * endpoint. All of it on threads of its own; whatever fails here, calls go on.
 *
 * <p>May import: {@code gate}, {@code watching}, {@code journal}, {@code ledger}, {@code policy} and {@code call} of the runtime, and the JDK;
 * of its modules beyond {@code java.base} only what it asks for first.
 */
@NullMarked
package dev.bursar.launcher.watching;

import org.jspecify.annotations.NullMarked;
