// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

import org.jspecify.annotations.Nullable;

/**
 * Which numbers are shown.
 *
 * @param jmx whether there is an MBean
 * @param listen loopback address and port of the text endpoint, {@code 127.0.0.1:9464}; {@code null} for none
 */
public record MetricsSettings(boolean jmx, @Nullable String listen) {}
