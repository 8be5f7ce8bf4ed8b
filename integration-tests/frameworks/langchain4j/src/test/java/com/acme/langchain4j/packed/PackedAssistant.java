// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j.packed;

public interface PackedAssistant {

    String chat(String message);
}
