// SPDX-License-Identifier: Apache-2.0
package com.acme.app.plain;

/** Says that it ran, and which of the classes named on its command line it can see. */
public final class Plain {

    private Plain() {}

    public static void main(String[] classes) {
        System.out.println("main ran");
        for (String name : classes) {
            System.out.println(name + "=" + sees(name));
        }
    }

    private static boolean sees(String name) {
        try {
            Class.forName(name, false, Plain.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return Plain.class.getClassLoader().getResource(name.replace('.', '/') + ".class") != null;
        }
    }
}
