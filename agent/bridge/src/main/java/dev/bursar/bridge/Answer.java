// SPDX-License-Identifier: Apache-2.0
package dev.bursar.bridge;

import java.util.List;
import java.util.Map;

/**
 * A response made here, to be handed back as the client's own kind of response: nothing is sent.
 *
 * @param status the HTTP status
 * @param headers the headers in order
 * @param body the whole body
 */
public record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {}
