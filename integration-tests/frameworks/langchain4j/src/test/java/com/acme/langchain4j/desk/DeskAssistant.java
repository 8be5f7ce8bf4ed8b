// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j.desk;

import com.acme.langchain4j.Assistant;

/** Bound as a class, though its method is another interface's. */
public interface DeskAssistant extends Assistant {}
