// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Several values as one argument of a script, in MessagePack, which a script takes apart in one call. Each argument of its own costs the client, the
 * server and the script more than its bytes do. Not thread-safe.
 */
public final class Packed {

    /** Below it an amount is a number; scripts hold those of 2^53 and more for text, and change between the two here. */
    public static final long EXACT = 1_000_000_000_000_000L;

    private byte[] bytes = new byte[256];
    private int length;

    /** A list of so many values follows. */
    public Packed list(int size) {
        if (size < 16) {
            one(0x90 | size);
        } else if (size < 65_536) {
            one(0xdc);
            number(size, 2);
        } else {
            one(0xdd);
            number(size, 4);
        }
        return this;
    }

    public Packed text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        if (encoded.length < 32) {
            one(0xa0 | encoded.length);
        } else if (encoded.length < 65_536) {
            one(0xda);
            number(encoded.length, 2);
        } else {
            one(0xdb);
            number(encoded.length, 4);
        }
        return raw(encoded);
    }

    /** One that Lua holds exactly: nearer to zero than 2^53. */
    public Packed number(long number) {
        if (number >= 0 && number < 128) {
            one((int) number);
        } else if (number >= 0 && number <= 0xffff_ffffL) {
            one(0xce);
            number(number, 4);
        } else {
            one(0xd3);
            number(number, 8);
        }
        return this;
    }

    /** One of any size that is not less than zero: from {@link #EXACT} on as text. */
    public Packed amount(long amount) {
        return amount < EXACT ? number(amount) : text(Long.toString(amount));
    }

    /** As {@link #number}; {@code null} is nothing. */
    public Packed numberOrNil(@Nullable Long number) {
        if (number != null) {
            return number((long) number);
        }
        one(0xc0);
        return this;
    }

    private Packed raw(byte[] packed) {
        if (length + packed.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + packed.length));
        }
        System.arraycopy(packed, 0, bytes, length, packed.length);
        length += packed.length;
        return this;
    }

    /** All of it. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void number(long number, int width) {
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            one((int) (number >>> shift) & 0xff);
        }
    }

    private void one(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }
}
