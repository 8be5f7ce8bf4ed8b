// SPDX-License-Identifier: Apache-2.0
/**
 * LangChain4j, its agentic module, and Quarkus LangChain4j.
 *
 * <p>Advice here is loaded beside the framework. It names none of the framework's types, so that one class fits every version: what little it
 * must read it reads by reflection, and does without where a version lacks it. It never throws into the framework, except where there is no
 * stack or memory left to say who is calling.
 *
 * <p>May import: the weaver's {@code hook} packages, the bridge, Byte Buddy's annotations and the JDK.
 */
@NullMarked
package dev.bursar.weaver.hook.framework.langchain4j;

import org.jspecify.annotations.NullMarked;
