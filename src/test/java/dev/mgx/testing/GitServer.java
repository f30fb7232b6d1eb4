package dev.mgx.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** Repositories over https on this machine, by the smart protocol of Git, and whatever else a test makes it answer. */
public final class GitServer implements AutoCloseable {
    private static final String SERVICE = "git-upload-pack";

    private final HttpServer http;
    private final TlsFront tls;
    private final Map<String, Repository> repositories = new ConcurrentHashMap<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** What is answered instead of a repository. */
    @FunctionalInterface
    public interface Answer {
        void to(HttpExchange request) throws IOException;
    }

    /** @param folder where {@link OwnCertificate} was made */
    public GitServer(Path folder) throws IOException, GeneralSecurityException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
        http.start();
        tls = new TlsFront(folder, http.getAddress().getPort());
    }

    public int port() {
        return tls.port();
    }

    /** Has a repository at a path such as {@code /shop.git}. */
    public void has(String path, Repository repository) {
        repositories.put(path, repository);
    }

    /** Answers so below a path. */
    public void answers(String path, Answer answer) {
        answers.put(path, answer);
    }

    /** Answers below a path as it did before. */
    public void answersAgain(String path) {
        answers.remove(path);
    }

    /** Answers with a status, and a header where its name is not empty. */
    public static Answer status(int status, String header, String value) {
        return request -> {
            if (!header.isEmpty()) {
                request.getResponseHeaders().add(header, value);
            }
            request.sendResponseHeaders(status, -1);
        };
    }

    /** Method, path and {@code Authorization} of each request so far. */
    public List<String> requests() {
        return requests;
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            String path = request.getRequestURI().getPath();
            String authorization = request.getRequestHeaders().getFirst("Authorization");
            requests.add("%s %s %s".formatted(request.getRequestMethod(), path, authorization));
            for (Map.Entry<String, Answer> each : answers.entrySet()) {
                if (path.startsWith(each.getKey() + "/")) {
                    each.getValue().to(request);
                    return;
                }
            }
            for (Map.Entry<String, Repository> each : repositories.entrySet()) {
                if (path.startsWith(each.getKey() + "/")) {
                    serve(each.getValue(), request);
                    return;
                }
            }
            request.sendResponseHeaders(404, -1);
        }
    }

    /** Answers with a repository, as a test may do after it has looked at the request. */
    public static void serve(Repository repository, HttpExchange request) throws IOException {
        UploadPack upload = new UploadPack(repository);
        upload.setBiDirectionalPipe(false);
        String protocol = request.getRequestHeaders().getFirst("Git-Protocol");
        upload.setExtraParameters(protocol == null ? List.of() : List.of(protocol.split(":", -1)));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        boolean isList = request.getRequestURI().getPath().endsWith("/info/refs");
        if (isList) {
            upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(answer)), SERVICE);
        } else {
            upload.upload(body(request), answer, null);
        }
        request.getResponseHeaders()
                .add("Content-Type", "application/x-%s-%s".formatted(SERVICE, isList ? "advertisement" : "result"));
        request.sendResponseHeaders(200, answer.size());
        try (OutputStream out = request.getResponseBody()) {
            answer.writeTo(out);
        }
    }

    private static InputStream body(HttpExchange request) throws IOException {
        boolean isPacked = "gzip".equals(request.getRequestHeaders().getFirst("Content-Encoding"));
        return isPacked ? new GZIPInputStream(request.getRequestBody()) : request.getRequestBody();
    }

    @Override
    public void close() throws IOException {
        tls.close();
        http.stop(0);
    }
}
