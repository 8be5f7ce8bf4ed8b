// SPDX-License-Identifier: Apache-2.0
package com.acme.app.http.billing;

import com.acme.app.http.Exchange;
import java.io.IOException;

/** A billing agent that has no SDK. */
public class HttpBilling {

    public Exchange.Outcome send(Exchange exchange, String url, String form) throws IOException, InterruptedException {
        return exchange.send(url, form);
    }
}
