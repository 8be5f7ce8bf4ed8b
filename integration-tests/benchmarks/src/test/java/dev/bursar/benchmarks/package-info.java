// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.bursar.benchmarks;

import org.jspecify.annotations.NullMarked;
