// SPDX-License-Identifier: Apache-2.0
/** What tests of hooks stand on: a gate that remembers, a server that remembers, and the contract that every client's hook keeps. */
@NullMarked
package dev.bursar.weaver.testing;

import org.jspecify.annotations.NullMarked;
