// SPDX-License-Identifier: Apache-2.0
/**
 * An ordinary application with two agents that call Stripe. It knows nothing of whoever may watch it: no library, no
 * annotation, no setting of this code names one.
 */
@NullMarked
package com.acme;

import org.jspecify.annotations.NullMarked;
