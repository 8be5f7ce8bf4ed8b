// SPDX-License-Identifier: Apache-2.0
/**
 * One file per client or framework: what of it is woven, and the advice.
 *
 * <p>May import: the bridge, Byte Buddy's annotations, and the client's own types, which are there only where the advice is linked.
 */
@NullMarked
package dev.bursar.weaver.hook;

import org.jspecify.annotations.NullMarked;
