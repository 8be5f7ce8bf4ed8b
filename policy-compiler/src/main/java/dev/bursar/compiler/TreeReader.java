// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.bursar.runtime.policy.Place;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * YAML text to {@link Node}s. Takes the plain part of YAML alone: one document, no anchors, aliases or tags, no key twice, a bounded depth.
 * Reading goes on behind these where it can, so that all of them are told at once.
 */
final class TreeReader {

    private static final int DEEPEST = 16;

    private final YAMLParser parser;
    private final Problems problems;

    private TreeReader(YAMLParser parser, Problems problems) {
        this.parser = parser;
        this.problems = problems;
    }

    /** Ends the reading; the problem is told already. */
    private static final class StopException extends Exception {
        StopException() {
            super(null, null, false, false);
        }
    }

    /**
     * @return {@code null} if there is no tree; the problem is then in {@code problems}
     */
    static @Nullable Node read(String text, Problems problems) {
        if (!isPlainText(text, problems)) {
            return null;
        }
        try (YAMLParser parser = new YAMLFactory().createParser(new StringReader(text))) {
            TreeReader reader = new TreeReader(parser, problems);
            if (parser.nextToken() == null) {
                problems.add("this file is empty; a policy begins with `bursar: 1`");
                return null;
            }
            Node root = reader.node(0);
            if (parser.nextToken() != null) {
                problems.add(reader.place(), "a second document begins here; a policy is one document");
            }
            return root;
        } catch (StopException e) {
            return null;
        } catch (JsonProcessingException e) {
            problems.add(place(e.getLocation(), problems), "this is not YAML: " + cause(e.getOriginalMessage()));
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("a string reader does not fail", e);
        }
    }

    private Node node(int depth) throws IOException, StopException {
        Place place = place();
        if (depth > DEEPEST) {
            problems.add(place, "this is nested more than " + DEEPEST + " deep; a policy is not");
            throw new StopException();
        }
        refuseExtras(place);
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(depth, place);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(depth + 1));
            }
            return new Node.Sequence(items, place);
        }
        String text = parser.getText();
        return new Node.Scalar(
                text == null ? "" : text, token == JsonToken.VALUE_NULL, token == JsonToken.VALUE_STRING, place);
    }

    private Node mapping(int depth, Place place) throws IOException, StopException {
        List<Node.Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Place keyPlace = place();
            refuseExtras(keyPlace);
            String key = parser.currentName();
            parser.nextToken();
            Node value = node(depth + 1);
            Place first = seen.putIfAbsent(key, keyPlace);
            if (first == null) {
                entries.add(new Node.Entry(key, keyPlace, value));
            } else {
                problems.add(
                        keyPlace,
                        Words.quoted(key) + " stands here a second time, after line " + first.line() + "; keep one");
            }
        }
        return new Node.Mapping(entries, place);
    }

    /** Aliases can be cyclic or multiply without bound, tags name types: a policy needs neither. */
    private void refuseExtras(Place place) throws IOException, StopException {
        if (parser.isCurrentAlias()) {
            problems.add(
                    place,
                    "aliases (`*name`) are not taken in a policy; write the value out, or quote a text that begins with `*`");
            throw new StopException();
        }
        if (parser.getObjectId() != null) {
            problems.add(
                    place,
                    "anchors (`&name`) are not taken in a policy; write the value out, or quote a text that begins with `&`");
            throw new StopException();
        }
        if (parser.getTypeId() != null) {
            problems.add(
                    place,
                    "tags (`!name`) are not taken in a policy; leave it out, or quote a text that begins with `!`");
            throw new StopException();
        }
    }

    private Place place() {
        return place(parser.currentTokenLocation(), problems);
    }

    private static Place place(@Nullable JsonLocation location, Problems problems) {
        return location == null
                ? problems.at(1, 1)
                : problems.at(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The parser's own words without its excerpts of the file. */
    private static String cause(@Nullable String message) {
        StringBuilder out = new StringBuilder();
        for (String line : message == null ? new String[0] : message.split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith(" ") && !line.startsWith("in \"")) {
                out.append(out.isEmpty() ? "" : ", ").append(line.strip());
            }
        }
        return out.isEmpty() ? "it cannot be parsed" : out.toString();
    }

    /** Tabs before the first word of a line, and control characters, make YAML parsers say strange things. */
    private static boolean isPlainText(String text, Problems problems) {
        boolean plain = true;
        boolean indent = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                indent = true;
                continue;
            }
            if (c == '\t' && indent) {
                problems.add(problems.at(text, i), "a tab stands here; indent with spaces");
                plain = false;
                indent = false;
            } else if (c != '\t' && c != '\r' && (c < 0x20 || c == 0x7f)) {
                problems.add(
                        problems.at(text, i),
                        "a control character stands here (0x" + Integer.toHexString(c) + "); take it out");
                return false;
            } else if (c != ' ') {
                indent = false;
            }
            if (problems.count() >= Problems.MOST) {
                return false;
            }
        }
        return plain;
    }
}
