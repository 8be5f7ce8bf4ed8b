// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.bursar.runtime.policy;

import org.jspecify.annotations.NullMarked;
