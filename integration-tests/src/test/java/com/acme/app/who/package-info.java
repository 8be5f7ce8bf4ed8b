// SPDX-License-Identifier: Apache-2.0
/** An application in which code of many callers works side by side, on one thread and over many. */
package com.acme.app.who;
