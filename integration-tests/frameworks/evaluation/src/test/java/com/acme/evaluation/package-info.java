// SPDX-License-Identifier: Apache-2.0
/** An agent that charges customers, and everything that runs it fifty times to see how good it is. Knows nothing of Bursar. */
package com.acme.evaluation;
