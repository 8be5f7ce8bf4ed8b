// SPDX-License-Identifier: Apache-2.0
/** An application as teams have it: web server, a chat client with a Stripe tool. */
@NullMarked
package com.acme.boot;

import org.jspecify.annotations.NullMarked;
