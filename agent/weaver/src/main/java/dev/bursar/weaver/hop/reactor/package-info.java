// SPDX-License-Identifier: Apache-2.0
/**
 * How the scope of a thread follows a Reactor pipeline: what a pipeline does, it does in the scope that it was subscribed in, whichever thread
 * or caller sends it signals. Its retrying operators open a run and begin an attempt for each subscription.
 *
 * <p>May import: the weaver's {@code hook} packages, the bridge, Byte Buddy's annotations, Reactor's own types and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hop.reactor;

import org.jspecify.annotations.NullMarked;
