// SPDX-License-Identifier: Apache-2.0
/** An application that uses Bursar's API, and runs with the agent and without it. No policy binds its code to anybody. */
package com.acme.app.api;
