// SPDX-License-Identifier: Apache-2.0
/** An application that speaks to its vendor through the JDK's own clients, line by line as it is told. */
package com.acme.app.http;
