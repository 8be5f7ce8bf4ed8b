// SPDX-License-Identifier: Apache-2.0
/** An application with traces of its own. */
package com.acme.app.traced;
