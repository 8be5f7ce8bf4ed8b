// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.bursar.compiler;

import org.jspecify.annotations.NullMarked;
