package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.OwnCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ways in which people put nginx before the server, and the URL of the page then. */
enum NginxSite {
    /** As the first lines of a tutorial have it: nginx sends the server's own address as Host. */
    PLAIN("http", ""),
    /** As the next lines have it. */
    WITH_HOST("http", ""),
    /** The first block of docs/operate.md: at a name of its own, with TLS and passwords. */
    WITH_TLS("https", ""),
    /** The second block: at a path, which nginx removes. */
    AT_A_PATH("http", "/mgx"),
    /** The same, but the path is left as it is. */
    AT_A_PATH_THAT_STAYS("http", "/mgx");

    static final String NAME = "mgx.example.com";
    static final String USER = "ada";
    static final String PASSWORD = "pa/s@word";

    private static final Pattern BLOCK = Pattern.compile("(?s)```nginx\n(.*?)```");
    private static final String UPSTREAM = "http://127.0.0.1:8000";

    private final String scheme;
    private final String path;

    NginxSite(String scheme, String path) {
        this.scheme = scheme;
        this.path = path;
    }

    /** The page's address, with a slash at its end. */
    String url(int port) {
        return "%s://%s:%d%s/".formatted(scheme, NAME, port, path);
    }

    boolean asksForAPassword() {
        return this == WITH_TLS;
    }

    /** Whether nginx tells the server the name that it was called by. */
    boolean tellsTheName() {
        return this != PLAIN;
    }

    /** What stands in nginx's http block. */
    String http(int port, int server, Path folder, OwnCertificate certificate) throws IOException {
        List<String> documented = BLOCK.matcher(Files.readString(Path.of("docs/operate.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
        String upstream = "http://127.0.0.1:" + server;
        String whole = documented.get(0);
        String map = whole.substring(whole.indexOf("map "), whole.indexOf("server {"));
        String location = replaced(documented.get(1), UPSTREAM, upstream);
        return switch (this) {
            case PLAIN -> server(port, """
                    location / {
                        proxy_pass %s;
                        proxy_http_version 1.1;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection "upgrade";
                    }
                    """.formatted(upstream));
            case WITH_HOST -> server(port, """
                    location / {
                        proxy_pass %s;
                        proxy_set_header Host $host;
                        proxy_set_header X-Real-IP $remote_addr;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_http_version 1.1;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection "upgrade";
                    }
                    """.formatted(upstream));
            case WITH_TLS -> {
                Path users = Files.writeString(folder.resolve("users"), USER + ":{PLAIN}" + PASSWORD + "\n");
                String block = replaced(whole, "listen 443 ssl;", "listen 127.0.0.1:%d ssl;".formatted(port));
                block = replaced(
                        block,
                        "/etc/ssl/certs/mgx.example.com.pem",
                        certificate.certificate().toString());
                block = replaced(
                        block,
                        "/etc/ssl/private/mgx.example.com.key",
                        certificate.key().toString());
                block = replaced(block, "/etc/nginx/mgx.users", users.toString());
                yield replaced(block, UPSTREAM, upstream);
            }
            case AT_A_PATH -> map + server(port, location);
            case AT_A_PATH_THAT_STAYS -> map + server(port, replaced(location, upstream + "/;", upstream + ";"));
        };
    }

    private static String server(int port, String locations) {
        return "server { listen 127.0.0.1:%d; server_name %s;%n%s}%n".formatted(port, NAME, locations);
    }

    private static String replaced(String block, String before, String after) {
        assertThat(block).as("a block of docs/operate.md").contains(before);
        return block.replace(before, after);
    }
}
