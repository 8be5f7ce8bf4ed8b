// SPDX-License-Identifier: Apache-2.0
package com.acme.langchain4j;

public interface Assistant {

    String chat(String message);
}
