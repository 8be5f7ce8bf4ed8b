// SPDX-License-Identifier: Apache-2.0
/** Forked JVMs with the shipped {@code bursar.jar}, seen from outside: exit codes, output, what the vendor saw, what the journal says. */
package dev.bursar.it;
