// SPDX-License-Identifier: Apache-2.0
package dev.bursar;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads everything of Bursar but the three classes beside this one, from {@code inst/} of its own jar. Its parent is the platform loader: the
 * application never sees our Jackson, SLF4J, Chronicle or Byte Buddy, and we never see the application's.
 */
final class IsolatedLoader extends ClassLoader {

    private static final String PREFIX = "inst/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;

    private IsolatedLoader(JarFile jar) {
        super("bursar", ClassLoader.getPlatformClassLoader());
        this.jar = jar;
    }

    static IsolatedLoader open() throws IOException {
        CodeSource source = IsolatedLoader.class.getProtectionDomain().getCodeSource();
        try {
            return new IsolatedLoader(new JarFile(new File(source.getLocation().toURI())));
        } catch (URISyntaxException e) {
            throw new IOException("cannot find bursar.jar at " + source.getLocation(), e);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarEntry entry = jar.getJarEntry(PREFIX + name.replace('.', '/') + ".class");
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            byte[] bytes = read(entry);
            int dot = name.lastIndexOf('.');
            if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
                definePackageOnce(name.substring(0, dot));
            }
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private void definePackageOnce(String name) {
        try {
            definePackage(name, null, null, null, null, null, null, null);
        } catch (IllegalArgumentException e) {
            // Another thread was first.
        }
    }

    private byte[] read(JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    @Override
    protected URL findResource(String name) {
        JarEntry entry = jar.getJarEntry(PREFIX + name);
        if (entry == null) {
            return null;
        }
        try {
            return new URL("bursar", null, -1, "/" + entry.getName(), new EntryHandler(entry));
        } catch (MalformedURLException e) {
            return null;
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(url));
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        JarEntry entry = jar.getJarEntry(PREFIX + name);
        try {
            return entry == null ? super.getResourceAsStream(name) : jar.getInputStream(entry);
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads one entry through the jar that is open already, so that no second copy and no cache of the host is involved. */
    private final class EntryHandler extends URLStreamHandler {

        private final JarEntry entry;

        EntryHandler(JarEntry entry) {
            this.entry = entry;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public InputStream getInputStream() throws IOException {
                    return new ByteArrayInputStream(read(entry));
                }
            };
        }
    }
}
