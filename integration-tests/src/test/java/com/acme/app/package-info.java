// SPDX-License-Identifier: Apache-2.0
/** Small applications that know nothing of Bursar, to be run in JVMs of their own. */
package com.acme.app;
