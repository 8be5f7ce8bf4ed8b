// SPDX-License-Identifier: Apache-2.0
/** An application on Semantic Kernel that repeats itself. */
@NullMarked
package com.acme.semantickernel;

import org.jspecify.annotations.NullMarked;
