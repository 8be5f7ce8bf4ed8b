// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.call;

import java.util.List;

/**
 * A method of the application that may be a boundary of a caller, as it stood in its class file when the class was loaded.
 *
 * @param type the binary name of the class
 * @param typeAnnotations as {@code com.acme.Agent} or {@code com.acme.Agent(billing)}
 * @param method the method's name
 * @param descriptor the method's descriptor
 * @param methodAnnotations as {@code typeAnnotations}
 */
public record Site(
        String type, List<String> typeAnnotations, String method, String descriptor, List<String> methodAnnotations) {}
