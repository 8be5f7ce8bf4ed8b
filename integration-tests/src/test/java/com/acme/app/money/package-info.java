// SPDX-License-Identifier: Apache-2.0
/** An agent that lets others charge: each has caps of its own. */
package com.acme.app.money;
