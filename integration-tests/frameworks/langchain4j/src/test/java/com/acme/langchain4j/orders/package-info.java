// SPDX-License-Identifier: Apache-2.0
/** An application on LangChain4j and stripe-java that knows nothing of Bursar. */
package com.acme.langchain4j.orders;
