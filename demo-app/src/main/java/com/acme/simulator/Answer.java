// SPDX-License-Identifier: Apache-2.0
package com.acme.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A response before it is put on the wire.
 *
 * @param status the HTTP status
 * @param body JSON text
 */
record Answer(int status, String body) {
    static Answer json(int status, ObjectNode body) {
        return new Answer(status, body.toPrettyString() + "\n");
    }
}
