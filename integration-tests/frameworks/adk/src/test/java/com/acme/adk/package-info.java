// SPDX-License-Identifier: Apache-2.0
/** An application on Google ADK with scripted models. */
@NullMarked
package com.acme.adk;

import org.jspecify.annotations.NullMarked;
