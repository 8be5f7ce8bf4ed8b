// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data}. Fields keep their values; of a file only its presence is kept, as {@link #FILE}, so that neither its
 * content nor the random boundary is part of anything that is compared or written down.
 */
final class MultipartReader {

    static final String FILE = "(file)";

    private static final int MAX_HEADERS = 8_192;
    private static final Pattern BOUNDARY = Pattern.compile(
            ";\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("(?<![a-z*])name=\"([^\"\\\\]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile("filename\\*?=", Pattern.CASE_INSENSITIVE);

    private MultipartReader() {}

    static void read(String contentType, byte[] body, Flattened into) throws UnreadableException {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) {
            throw new UnreadableException("its multipart body has no boundary");
        }
        String boundary = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        byte[] first = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        if (indexOf(body, first, 0) != 0) {
            throw new UnreadableException("its multipart body does not begin with its boundary");
        }
        int at = first.length;
        while (!startsWith(body, at, "--")) {
            if (!startsWith(body, at, "\r\n")) {
                throw new UnreadableException("a line of its multipart body is broken");
            }
            int headers = at + 2;
            int blank = indexOf(body, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), headers);
            int end = indexOf(body, delimiter, headers);
            if (blank < 0 || end < 0 || blank > end - 4 || blank - headers > MAX_HEADERS) {
                throw new UnreadableException("a part of its multipart body is not complete");
            }
            part(Flattened.utf8(body, headers, blank), body, blank + 4, end, into);
            at = end + delimiter.length;
        }
    }

    private static void part(String headers, byte[] body, int from, int to, Flattened into) throws UnreadableException {
        String disposition = "";
        for (String line : headers.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                if (!disposition.isEmpty()) {
                    throw new UnreadableException("a part of its multipart body has two dispositions");
                }
                disposition = line;
            }
        }
        Matcher name = NAME.matcher(disposition);
        if (!name.find()) {
            throw new UnreadableException("a part of its multipart body has no name");
        }
        String value = FILE_NAME.matcher(disposition).find() ? FILE : Flattened.utf8(body, from, to);
        into.add(name.group(1), value);
        if (name.find()) {
            throw new UnreadableException("a part of its multipart body has two names");
        }
    }

    private static boolean startsWith(byte[] body, int at, String text) {
        if (at + text.length() > body.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (body[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] body, byte[] wanted, int from) {
        for (int i = from; i <= body.length - wanted.length; i++) {
            int j = 0;
            while (j < wanted.length && body[i + j] == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
