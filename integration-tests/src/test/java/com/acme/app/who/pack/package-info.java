// SPDX-License-Identifier: Apache-2.0
/** The package that a test's policy binds to the caller {@code packed}. */
package com.acme.app.who.pack;
