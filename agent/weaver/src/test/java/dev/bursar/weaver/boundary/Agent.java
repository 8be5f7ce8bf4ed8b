// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.boundary;

/** Binds what it stands on, in tests. Gone at run time, like an annotation whose library is not there. */
@interface Agent {
    String value() default "";
}
