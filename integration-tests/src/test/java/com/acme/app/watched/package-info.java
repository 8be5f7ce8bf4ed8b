// SPDX-License-Identifier: Apache-2.0
/** An application that charges on demand and can read what JMX shows. It knows nothing of Bursar. */
package com.acme.app.watched;
