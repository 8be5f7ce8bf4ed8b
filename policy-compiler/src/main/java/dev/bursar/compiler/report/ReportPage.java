// SPDX-License-Identifier: Apache-2.0
package dev.bursar.compiler.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/**
 * One file that holds all it needs, and that a browser lets do nothing else: no request leaves it, and only the style and the script that it
 * was made with are taken, by their hashes. The journal's texts are in it as data only.
 */
public final class ReportPage {

    private ReportPage() {}

    /**
     * @param summary of all records; not to be used again
     * @param made when, for the page to say
     * @return HTML, to be written as UTF-8; the same for the same arguments
     */
    public static String html(Summary summary, Journalled journal, Instant made) throws IOException {
        String css = resource("report.css");
        String js = resource("report.js");
        String policy = "default-src 'none'; style-src '" + hash(css) + "'; script-src '" + hash(js)
                + "'; base-uri 'none'; form-action 'none'";
        // the data last: whatever it holds is not looked through for places to fill
        return resource("report.html")
                .replace("{policy}", policy)
                .replace("{style}", css)
                .replace("{script}", js)
                .replace("{data}", new ReportData(summary).json(journal, made));
    }

    private static String hash(String content) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return "sha256-"
                    + Base64.getEncoder().encodeToString(sha256.digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("this build lacks `" + name + "`");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
