// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook;

/**
 * One method that carries advice.
 *
 * @param type the binary name of the class that declares it, matched exactly
 * @param method its name
 * @param descriptor its descriptor; empty for every overload of the name, of which there must be at least one
 * @param advice the binary name of the class with the advice; by name, because it may mention types that exist only beside the client
 */
public record Joint(String type, String method, String descriptor, String advice) {}
