// SPDX-License-Identifier: Apache-2.0
/** The demo, up to the point where the real agent would come in. */
@NullMarked
package com.acme.demo;

import org.jspecify.annotations.NullMarked;
