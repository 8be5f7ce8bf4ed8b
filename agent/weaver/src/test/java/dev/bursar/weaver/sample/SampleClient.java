// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.sample;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A client: each call answers with what was asked, so that whatever is woven in shows. Nothing in it needs a new class file. */
public final class SampleClient implements Function<String, Map<String, String>> {

    public static final String VERSION = "4.2";

    @Override
    public Map<String, String> apply(String question) {
        Map<String, String> answers = new TreeMap<>();
        try {
            answers.put("plain", plain(question));
        } catch (RuntimeException e) {
            answers.put("plain", e.toString());
        }
        try {
            answers.put("io", io(question));
        } catch (IOException e) {
            answers.put("io", e.toString());
        }
        return answers;
    }

    public String plain(String question) {
        return question;
    }

    public String io(String question) throws IOException {
        if (question.isEmpty()) {
            throw new IOException("no question");
        }
        return question;
    }
}
