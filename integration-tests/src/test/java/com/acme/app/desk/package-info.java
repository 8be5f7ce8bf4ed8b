// SPDX-License-Identifier: Apache-2.0
/** An application that does on stripe-java what it is told, line by line. */
package com.acme.app.desk;
