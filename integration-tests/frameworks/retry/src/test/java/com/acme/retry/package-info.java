// SPDX-License-Identifier: Apache-2.0
/** An application that tries again what failed after it had charged, with every library and in every way. */
package com.acme.retry;
