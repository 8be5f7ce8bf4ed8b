// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.vendor;

/**
 * Reads {@code application/x-www-form-urlencoded}, in a query or a body, and refuses what parsers read in different ways: a bare {@code ;}, which
 * some take for {@code &}, white space and control characters that are not encoded, a {@code %} that begins no octet.
 */
final class FormReader {

    private FormReader() {}

    static void read(byte[] form, Flattened into) throws UnreadableException {
        int start = 0;
        for (int i = 0; i <= form.length; i++) {
            if (i == form.length || form[i] == '&') {
                if (i > start) {
                    pair(form, start, i, into);
                }
                start = i + 1;
            } else if (form[i] == ';') {
                throw new UnreadableException("it has a `;` that is not encoded");
            } else if ((form[i] >= 0 && form[i] <= ' ') || form[i] == 0x7f) {
                throw new UnreadableException("it has white space or a control character that is not encoded");
            }
        }
    }

    private static void pair(byte[] form, int start, int end, Flattened into) throws UnreadableException {
        int equals = start;
        while (equals < end && form[equals] != '=') {
            equals++;
        }
        into.add(decode(form, start, equals), equals < end ? decode(form, equals + 1, end) : "");
    }

    private static String decode(byte[] form, int start, int end) throws UnreadableException {
        byte[] plain = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = form[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%') {
                int high = i + 2 < end ? Character.digit(form[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(form[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new UnreadableException("it has a `%` without two hexadecimal digits");
                }
                b = (byte) (high << 4 | low);
                i += 2;
            }
            plain[length++] = b;
        }
        return Flattened.utf8(plain, 0, length);
    }
}
