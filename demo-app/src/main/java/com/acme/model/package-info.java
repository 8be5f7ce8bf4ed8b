// SPDX-License-Identifier: Apache-2.0
/**
 * A chat model without a network: it does what its prompt says, every time the same. Imports LangChain4j and Jackson.
 */
@NullMarked
package com.acme.model;

import org.jspecify.annotations.NullMarked;
