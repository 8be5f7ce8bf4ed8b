// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.bursar.compiler.report;

import org.jspecify.annotations.NullMarked;
