// SPDX-License-Identifier: Apache-2.0
/** The application as it is, without anyone watching: what goes wrong is what the demo is about. */
@NullMarked
package com.acme;

import org.jspecify.annotations.NullMarked;
