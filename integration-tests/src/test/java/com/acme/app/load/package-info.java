// SPDX-License-Identifier: Apache-2.0
/** Applications to be loaded, killed, starved and fed with nonsense. They know nothing of Bursar. */
package com.acme.app.load;
