// SPDX-License-Identifier: Apache-2.0
/**
 * {@code HttpURLConnection} and {@code HttpsURLConnection}. The outer hook hands a connection of our own to whoever opens one to a watched
 * host; it decides once the request is complete and only then lets the JDK's connection, which the application cannot reach, connect. The
 * wire hook dresses the bytes of each request's head.
 *
 * <p>May import: the bridge, {@code hook.wire}, Byte Buddy's annotations and public types of {@code java.base}.
 */
@NullMarked
package dev.bursar.weaver.hook.urlconnection;

import org.jspecify.annotations.NullMarked;
