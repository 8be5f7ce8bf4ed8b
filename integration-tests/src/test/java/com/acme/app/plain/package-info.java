// SPDX-License-Identifier: Apache-2.0
/** An application without any class that is governed. */
package com.acme.app.plain;
