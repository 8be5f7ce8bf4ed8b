// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.policy;

/** {@code com.acme.Foo#bar}: a method by its class's binary name and its own, every overload. */
public record MethodPattern(String type, String method, Place place) {

    public boolean matches(String otherType, String otherMethod) {
        return method.equals(otherMethod) && type.equals(otherType);
    }

    @Override
    public String toString() {
        return type + "#" + method;
    }
}
