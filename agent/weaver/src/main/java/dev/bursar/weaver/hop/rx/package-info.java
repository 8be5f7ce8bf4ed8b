// SPDX-License-Identifier: Apache-2.0
/**
 * RxJava 3: the scope of whoever subscribed goes with the work and the signals of the subscription, and what is retried is one run.
 *
 * <p>May import: the weaver's {@code hook} package, the bridge, Byte Buddy's annotations, RxJava's own types, which are there only where the
 * advice is linked, and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hop.rx;

import org.jspecify.annotations.NullMarked;
