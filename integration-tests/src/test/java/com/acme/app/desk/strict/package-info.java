// SPDX-License-Identifier: Apache-2.0
/** The code that a test's policy binds to the caller {@code strict}. */
package com.acme.app.desk.strict;
