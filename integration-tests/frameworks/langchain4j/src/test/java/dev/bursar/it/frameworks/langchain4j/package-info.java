// SPDX-License-Identifier: Apache-2.0
/** LangChain4j with and without the agent, on the versions in {@code versions}. */
@NullMarked
package dev.bursar.it.frameworks.langchain4j;

import org.jspecify.annotations.NullMarked;
