// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver;

import java.nio.ByteBuffer;

/** How long each instruction of the JVM is. */
final class Instructions {

    private static final int IINC = 0x84;
    private static final int TABLESWITCH = 0xAA;
    private static final int LOOKUPSWITCH = 0xAB;
    private static final int WIDE = 0xC4;

    private Instructions() {}

    /**
     * The length of the instruction at {@code at}, with its operands.
     *
     * @param codeAt where the method's code begins, from which switches are aligned
     * @throws IllegalArgumentException if there is no such instruction
     */
    static int length(ByteBuffer in, int codeAt, int at) {
        int op = in.get(at) & 0xFF;
        if (op == TABLESWITCH || op == LOOKUPSWITCH) {
            int operands = at + 4 - ((at - codeAt) & 3);
            int entries = op == TABLESWITCH
                    ? in.getInt(operands + 8) - in.getInt(operands + 4) + 4
                    : 2 * in.getInt(operands + 4) + 2;
            return operands + 4 * entries - at;
        }
        if (op == WIDE) {
            return (in.get(at + 1) & 0xFF) == IINC ? 6 : 4;
        }
        return 1 + operands(op);
    }

    private static int operands(int op) {
        if (op == 0x10
                || op == 0x12
                || (op >= 0x15 && op <= 0x19)
                || (op >= 0x36 && op <= 0x3A)
                || op == 0xA9
                || op == 0xBC) {
            return 1;
        }
        if (op == 0x11
                || op == 0x13
                || op == 0x14
                || op == IINC
                || (op >= 0x99 && op <= 0xA8)
                || (op >= 0xB2 && op <= 0xB8)
                || op == 0xBB
                || op == 0xBD
                || op == 0xC0
                || op == 0xC1
                || op == 0xC6
                || op == 0xC7) {
            return 2;
        }
        if (op == 0xC5) {
            return 3;
        }
        if (op == 0xB9 || op == 0xBA || op == 0xC8 || op == 0xC9) {
            return 4;
        }
        if (op > 0xC9) {
            throw new IllegalArgumentException("no instruction " + op);
        }
        return 0;
    }
}
