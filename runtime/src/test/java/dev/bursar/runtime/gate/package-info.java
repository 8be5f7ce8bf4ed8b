// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.bursar.runtime.gate;

import org.jspecify.annotations.NullMarked;
