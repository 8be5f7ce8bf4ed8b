// SPDX-License-Identifier: Apache-2.0
/** An optimiser that tries the real tools out. */
package com.acme.app.desk.eval;
