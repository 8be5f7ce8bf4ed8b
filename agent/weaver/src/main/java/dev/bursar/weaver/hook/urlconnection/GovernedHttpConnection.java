// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.URL;
import java.security.Permission;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The plain face of a {@link Conversation}. */
final class GovernedHttpConnection extends HttpURLConnection implements Face {

    private final HttpURLConnection raw;
    private final Conversation conversation;

    GovernedHttpConnection(HttpURLConnection raw) {
        super(raw.getURL());
        this.raw = raw;
        this.conversation = new Conversation(this, raw);
    }

    @Override
    public HttpURLConnection self() {
        return this;
    }

    @Override
    public long fixedLength() {
        return fixedContentLengthLong != -1 ? fixedContentLengthLong : fixedContentLength;
    }

    @Override
    public int chunkLength() {
        return chunkLength;
    }

    @Override
    public void becomePost() {
        method = "POST";
    }

    @Override
    public void freeze() {
        connected = true;
    }

    @Override
    public boolean frozen() {
        return connected;
    }

    @Override
    public void connect() throws IOException {
        conversation.connect();
    }

    @Override
    public void disconnect() {
        conversation.disconnect();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return conversation.output();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return conversation.input();
    }

    @Override
    public @Nullable InputStream getErrorStream() {
        return conversation.errors();
    }

    @Override
    public int getResponseCode() throws IOException {
        return conversation.status();
    }

    @Override
    public @Nullable String getResponseMessage() throws IOException {
        return conversation.message();
    }

    @Override
    public @Nullable String getHeaderField(String name) {
        return conversation.header(name);
    }

    @Override
    public @Nullable String getHeaderField(int n) {
        return conversation.header(n);
    }

    @Override
    public @Nullable String getHeaderFieldKey(int n) {
        return conversation.headerName(n);
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        return conversation.headers();
    }

    @Override
    public void setRequestProperty(String key, String value) {
        conversation.setRequestHeader(key, value);
    }

    @Override
    public void addRequestProperty(String key, String value) {
        conversation.addRequestHeader(key, value);
    }

    @Override
    public @Nullable String getRequestProperty(String key) {
        return conversation.requestHeader(key);
    }

    @Override
    public Map<String, List<String>> getRequestProperties() {
        return conversation.requestHeaders();
    }

    @Override
    public void setReadTimeout(int timeout) {
        super.setReadTimeout(timeout);
        raw.setReadTimeout(timeout);
    }

    @Override
    public void setAuthenticator(Authenticator authenticator) {
        raw.setAuthenticator(authenticator);
    }

    @Override
    public boolean usingProxy() {
        return raw.usingProxy();
    }

    @Override
    public Permission getPermission() throws IOException {
        return raw.getPermission();
    }

    /** Where redirects have led, once there is a response. */
    @Override
    public URL getURL() {
        return raw.getURL();
    }

    /** As the JDK's own: class and URL. */
    @Override
    public String toString() {
        return raw.toString();
    }
}
