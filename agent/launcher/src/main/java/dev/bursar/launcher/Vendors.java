// SPDX-License-Identifier: Apache-2.0
package dev.bursar.launcher;

import dev.bursar.runtime.vendor.StripeVendor;
import dev.bursar.runtime.vendor.Vendor;
import java.util.List;

/** The vendors that are built in, in one list. */
final class Vendors {

    static final List<Vendor> ALL = List.of(new StripeVendor());

    private Vendors() {}
}
