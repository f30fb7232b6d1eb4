package dev.mgx.repository.fetch;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request of JGit's and its answer, made by {@link GitClient}. What JGit wants otherwise is ignored: it decides neither
 * about redirects nor about encodings, certificates, passwords and timeouts.
 */
final class GitConnection implements HttpConnection {
    /** What the client itself decides about, or what is not wanted: an answer that is longer than what comes. */
    private static final Set<String> IGNORED =
            Set.of("accept-encoding", "authorization", "connection", "content-length", "cookie", "expect", "host");

    /** What JGit would act on. */
    private static final Set<String> HIDDEN =
            Set.of("www-authenticate", "set-cookie", "set-cookie2", "content-encoding");

    private final GitClient client;
    private final URI address;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String method = "GET";
    private @Nullable HttpResponse<InputStream> response;

    GitConnection(GitClient client, URI address) {
        this.client = client;
        this.address = address;
    }

    private HttpResponse<InputStream> response() {
        if (response == null) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .method(
                            method,
                            body.size() == 0
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
            headers.forEach(request::setHeader);
            response = client.send(address, request);
        }
        return response;
    }

    @Override
    public int getResponseCode() {
        return response().statusCode();
    }

    @Override
    public String getResponseMessage() {
        return "HTTP status " + getResponseCode();
    }

    @Override
    public URL getURL() {
        try {
            return address.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e); // it was one
        }
    }

    @Override
    public InputStream getInputStream() {
        return client.counted(response().body());
    }

    @Override
    public @Nullable String getHeaderField(String name) {
        return isHidden(name) ? null : response().headers().firstValue(name).orElse(null);
    }

    @Override
    public List<String> getHeaderFields(String name) {
        return isHidden(name) ? List.of() : response().headers().allValues(name);
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        Map<String, List<String>> shown = new TreeMap<>(response().headers().map());
        shown.keySet().removeIf(GitConnection::isHidden);
        return shown;
    }

    private static boolean isHidden(String name) {
        return HIDDEN.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String getContentType() {
        return getHeaderField("Content-Type");
    }

    @Override
    public int getContentLength() {
        return -1;
    }

    @Override
    public void setRequestProperty(String name, String value) {
        if (!IGNORED.contains(name.toLowerCase(Locale.ROOT))) {
            headers.put(name, value);
        }
    }

    @Override
    public void setRequestMethod(String wanted) {
        method = wanted;
    }

    @Override
    public String getRequestMethod() {
        return method;
    }

    @Override
    public OutputStream getOutputStream() {
        return body;
    }

    @Override
    public void connect() {
        var _ = response();
    }

    @Override
    public boolean usingProxy() {
        return false;
    }

    @Override
    public void setUseCaches(boolean wanted) {}

    @Override
    public void setConnectTimeout(int milliseconds) {}

    @Override
    public void setReadTimeout(int milliseconds) {}

    @Override
    public void setInstanceFollowRedirects(boolean wanted) {}

    @Override
    public void setDoOutput(boolean wanted) {}

    @Override
    public void setFixedLengthStreamingMode(int length) {}

    @Override
    public void setChunkedStreamingMode(int length) {}

    @Override
    public void configure(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted, @Nullable SecureRandom random) {}

    @Override
    public void setHostnameVerifier(HostnameVerifier verifier) {}
}
