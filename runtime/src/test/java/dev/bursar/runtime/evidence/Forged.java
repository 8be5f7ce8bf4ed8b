// SPDX-License-Identifier: Apache-2.0
package dev.bursar.runtime.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A journal in the hands of somebody who has read {@code docs/journal-format.md} and may write everywhere: read whole, changed at will, and written
 * back with every number and every hash made to fit, but for what is signed.
 */
public final class Forged {

    /** A directory: what its {@code began} says, and its documents. */
    public static final class Dir {
        public final Path path;
        public final Map<String, String> began;
        public final List<Page.Doc> own = new ArrayList<>();
        public final List<Page.Rec> records = new ArrayList<>();

        Dir(Path path, Map<String, String> began) {
            this.path = path;
            this.began = began;
        }

        public Path file() {
            return path.resolve(
                    Objects.requireNonNull(began.get("began")).substring(0, 10).replace("-", "") + "F.cq4");
        }

        String text() {
            StringBuilder text = new StringBuilder();
            began.forEach(
                    (name, value) -> text.append(name).append(' ').append(value).append('\n'));
            return text.toString();
        }
    }

    public final Path state;
    public final List<Dir> dirs = new ArrayList<>();

    private Forged(Path state) {
        this.state = state;
    }

    /** Reads by the page; what the page says does not count is left out. */
    public static Forged read(Path state) throws IOException {
        Forged forged = new Forged(state);
        List<Path> begans;
        try (Stream<Path> all = Files.list(state.resolve("journal"))) {
            begans = all.filter(path -> !path.toString().endsWith(".new") && Files.isDirectory(path))
                    .toList();
        }
        for (Path path : begans) {
            Map<String, String> began = new LinkedHashMap<>();
            for (String line : Files.readAllLines(path.resolve("began"))) {
                String[] parts = line.split(" ", 2);
                began.put(parts[0], parts[1]);
            }
            forged.dirs.add(new Dir(path, began));
        }
        forged.dirs.sort(Comparator.comparingInt(dir -> Integer.parseInt(dir.began.get("ordinal"))));
        for (int i = 0; i < forged.dirs.size(); i++) {
            Dir dir = forged.dirs.get(i);
            long end = i + 1 < forged.dirs.size()
                    ? Long.parseLong(forged.dirs.get(i + 1).began.get("first"))
                    : Long.MAX_VALUE;
            for (Page.Doc doc : Page.documents(Files.readAllBytes(dir.file()))) {
                if (doc.own()) {
                    dir.own.add(doc);
                } else {
                    Page.Rec rec = Page.decode(Page.unwrap(doc.content()));
                    if (rec.sequence() < end) {
                        dir.records.add(rec);
                    }
                }
            }
        }
        return forged;
    }

    /** A journal of nothing yet. */
    public static Forged fresh(Path state) {
        return new Forged(state);
    }

    public Dir add(String began) {
        Map<String, String> head = new LinkedHashMap<>();
        head.put("format", "1");
        head.put("ordinal", String.valueOf(dirs.size() + 1));
        head.put("first", "0");
        head.put("previous", "");
        head.put("began", began);
        Dir dir = new Dir(state.resolve("journal").resolve(UUID.randomUUID().toString()), head);
        dirs.add(dir);
        return dir;
    }

    public List<Page.Rec> records() {
        List<Page.Rec> all = new ArrayList<>();
        dirs.forEach(dir -> all.addAll(dir.records));
        return all;
    }

    /** Writes everything anew: numbers without gaps, each record's hash, and each directory's place. */
    public void rechain() throws IOException {
        long sequence = 0;
        byte[] hash = new byte[32];
        for (int i = 0; i < dirs.size(); i++) {
            Dir dir = dirs.get(i);
            dir.began.put("ordinal", String.valueOf(i + 1));
            dir.began.put("first", String.valueOf(sequence + 1));
            dir.began.put("previous", HexFormat.of().formatHex(hash));
            List<Page.Doc> documents = new ArrayList<>(dir.own);
            for (Page.Rec rec : dir.records) {
                byte[] record =
                        Page.encode(rec.version(), sequence + 1, Math.min(rec.durable(), sequence), hash, rec.raw());
                documents.add(Page.wrap(record));
                sequence++;
                hash = Page.decode(record).hash();
            }
            Files.createDirectories(dir.path);
            Files.writeString(dir.path.resolve("began"), dir.text());
            Files.write(dir.file(), Page.file(documents));
        }
    }

    /** Writes {@code began} as it stands. */
    public void placeAgain(Dir dir) throws IOException {
        Files.writeString(dir.path.resolve("began"), dir.text());
    }

    /** The same record with a field changed. */
    static Page.Rec with(Page.Rec rec, String field, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>(rec.fields());
        fields.put(field, value);
        return new Page.Rec(
                rec.version(),
                rec.sequence(),
                rec.durable(),
                rec.previous(),
                fields,
                Page.raw(rec.version(), fields),
                rec.hash());
    }
}
