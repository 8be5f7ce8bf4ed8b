// SPDX-License-Identifier: Apache-2.0
/**
 * What the hooks of HTTP clients have in common: the head of a request as it goes over the wire, and the outcome of a call reported once.
 *
 * <p>May import: the bridge and {@code java.base}; it is loaded beside each client anew.
 */
@NullMarked
package dev.bursar.weaver.hook.wire;

import org.jspecify.annotations.NullMarked;
