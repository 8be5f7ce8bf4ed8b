// SPDX-License-Identifier: Apache-2.0
/**
 * The only classes of {@code bursar.jar} that the application's class path shows: the agent's entry, the command line's, and the loader of
 * everything else.
 *
 * <p>May import: the JDK.
 */
package dev.bursar;
