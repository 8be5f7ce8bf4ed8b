// SPDX-License-Identifier: Apache-2.0
/**
 * {@code java.net.http}. The outer hook stands where {@code send} and {@code sendAsync} meet; the wire hooks where the bytes of an
 * HTTP/1.1 head, or the fields of an HTTP/2 one, have just been made. Between them a call is carried by the mark on a copy of the request.
 *
 * <p>May import: the bridge, {@code hook.wire}, Byte Buddy's annotations and public types of {@code java.net.http}.
 */
@NullMarked
package dev.bursar.weaver.hook.jdkhttp;

import org.jspecify.annotations.NullMarked;
