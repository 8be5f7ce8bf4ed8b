// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import java.time.Duration;

/** Something that goes wrong with one request. What each does to the money and to the idempotency key is said here. */
public sealed interface Fault {

    /** Carried out at once, answered late; until then an equal key is in use. */
    record Late(Duration delay) implements Fault {}

    /** Carried out, answered with this status; the key remembers the failure. */
    record ErrorAfter(int status) implements Fault {}

    /** Not carried out, answered with this status; the key remembers it only if it is 500. */
    record ErrorBefore(int status) implements Fault {}

    /** The request is read, then the connection is closed; nothing was carried out, the key is forgotten. */
    record DropBefore() implements Fault {}

    /** Carried out, then the connection is closed without a byte of answer; the key remembers the real answer. */
    record DropAfter() implements Fault {}

    /** Carried out; half of the JSON arrives, in a response that is whole as HTTP. */
    record TruncatedJson() implements Fault {}

    /** Carried out; half of the announced bytes arrive, then the connection is closed. */
    record CutBody() implements Fault {}

    /** Carried out; the JSON has a field {@code padding} of this many bytes. */
    record Huge(long bytes) implements Fault {}

    /** Carried out; an HTML page is answered with the real status. */
    record NotJson() implements Fault {}

    /** Not carried out; 307 to this location, which may be a path or another host. */
    record Redirect(String location) implements Fault {}

    /** The card is declined: 402, nothing moves, the key remembers it. */
    record Decline() implements Fault {}
}
