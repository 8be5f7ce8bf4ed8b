// SPDX-License-Identifier: Apache-2.0
/** An application that hands work to other threads in every way there is, and knows nothing of Bursar. */
package com.acme.threads;
