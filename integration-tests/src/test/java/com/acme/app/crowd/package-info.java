// SPDX-License-Identifier: Apache-2.0
/** Many agents of two teams at once, in one process. */
package com.acme.app.crowd;
