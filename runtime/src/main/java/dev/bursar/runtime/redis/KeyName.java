// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A name of a caller, a run or an action as a part of a key. */
public final class KeyName {

    private KeyName() {}

    /** {@code name} without anything that separates names or keys; a long one by its hash. */
    public static String safe(String name) {
        if (name.length() <= 160 && isSafe(name)) {
            return name;
        }
        StringBuilder safe = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if (isSafe(c)) {
                safe.append(c);
            } else {
                safe.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        if (safe.length() <= 160) {
            return safe.toString();
        }
        try {
            return "%%"
                    + HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSafe(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isSafe(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSafe(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
