// SPDX-License-Identifier: Apache-2.0
package dev.bursar.weaver.hook.urlconnection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.URL;
import java.security.Permission;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** The face of a {@link Conversation} over TLS: the same, and what is about certificates passed on. */
final class GovernedHttpsConnection extends HttpsURLConnection implements Face {

    private final HttpsURLConnection raw;
    private final Conversation conversation;

    GovernedHttpsConnection(HttpsURLConnection raw) {
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

    @Override
    public String getCipherSuite() {
        return raw.getCipherSuite();
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return raw.getLocalCertificates();
    }

    @Override
    public Certificate[] getServerCertificates() throws SSLPeerUnverifiedException {
        return raw.getServerCertificates();
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return raw.getPeerPrincipal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return raw.getLocalPrincipal();
    }

    @Override
    public Optional<SSLSession> getSSLSession() {
        return raw.getSSLSession();
    }

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) {
        raw.setHostnameVerifier(verifier);
    }

    @Override
    public HostnameVerifier getHostnameVerifier() {
        return raw.getHostnameVerifier();
    }

    @Override
    public void setSSLSocketFactory(SSLSocketFactory factory) {
        raw.setSSLSocketFactory(factory);
    }

    @Override
    public SSLSocketFactory getSSLSocketFactory() {
        return raw.getSSLSocketFactory();
    }
}
