package dev.mgx.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.config.Setting;
import dev.mgx.testing.CapturedLog;
import dev.mgx.testing.Nginx;
import dev.mgx.testing.OwnCertificate;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole server behind a real nginx, as tutorials and docs/operate.md configure it. */
@Tag("e2e")
@Timeout(120)
class BehindNginxTest {
    @TempDir
    Path folder;

    @Nested
    class Plain extends ProxyContract {
        Plain() {
            super(NginxSite.PLAIN);
        }
    }

    @Nested
    class WithHost extends ProxyContract {
        WithHost() {
            super(NginxSite.WITH_HOST);
        }
    }

    @Nested
    class WithTls extends ProxyContract {
        WithTls() {
            super(NginxSite.WITH_TLS);
        }
    }

    @Nested
    class AtAPath extends ProxyContract {
        AtAPath() {
            super(NginxSite.AT_A_PATH);
        }
    }

    @Nested
    class AtAPathThatStays extends ProxyContract {
        AtAPathThatStays() {
            super(NginxSite.AT_A_PATH_THAT_STAYS);
        }
    }

    /** Without the setting: what is refused is named, with the value that lets it in. */
    @ParameterizedTest
    @EnumSource(names = {"PLAIN", "WITH_HOST"})
    void aRefusalSaysWhichSettingWouldLetItIn(NginxSite site) throws Exception {
        Nginx.assumeInstalled();
        int port = Nginx.freePort();
        URI page = URI.create(site.url(port));
        String setting = "MGX_PUBLIC_URL=" + page;
        try (CapturedLog log = new CapturedLog();
                LiveServer server = new LiveServer(folder.resolve("data"), Map.of(Setting.MGX_SANDBOX, "off"));
                Nginx _ = Nginx.start(Files.createDirectory(folder.resolve("nginx")), http(site, port, server));
                PageVisitor visitor = new PageVisitor(page, Optional.empty(), Map.of())) {
            HttpResponse<String> refused = visitor.load("docs/docs.js");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains(setting);
            assertThat(log.lines()).anyMatch(line -> line.contains("127.0.0.1") && line.contains(setting));
        }
    }

    private String http(NginxSite site, int port, LiveServer server) throws Exception {
        OwnCertificate none = new OwnCertificate(folder, folder, folder);
        return site.http(port, server.address().getPort(), folder, none);
    }

    /** The least that a person can write: nginx speaks HTTP/1.0 then and passes no WebSocket on. */
    @Test
    void throughTheBarestProxyEventsComeAtOnceAndAWebSocketIsToldWhatIsMissing() throws Exception {
        Nginx.assumeInstalled();
        int port = Nginx.freePort();
        URI page = URI.create(NginxSite.PLAIN.url(port));
        try (LiveServer server = new LiveServer(
                        folder.resolve("data"),
                        Map.of(Setting.MGX_SANDBOX, "off", Setting.MGX_PUBLIC_URL, page.toString()));
                Nginx _ = Nginx.start(
                        Files.createDirectory(folder.resolve("nginx")),
                        "server { listen 127.0.0.1:%d; location / { proxy_pass %s; } }"
                                .formatted(port, server.address()));
                PageVisitor visitor = new PageVisitor(page, Optional.empty(), Map.of())) {
            Map<String, @Nullable Object> task =
                    Map.of("input_prompt", "A quiz", "options", Map.of("require_plan_approval", true));
            String id = server.post("/api/tasks", task).body().path("id").asString();
            assertThatThrownBy(() -> visitor.watch("ws/tasks/" + id)).hasStackTraceContaining("426");
            HttpResponse<String> refused = visitor.read("ws/tasks/" + id);
            assertThat(refused.statusCode()).isEqualTo(426);
            assertThat(refused.body()).contains("the two headers Upgrade and Connection", "proxy_http_version 1.1");

            server.post("/api/tasks/" + id + "/run", Map.of());
            try (BufferedReader lines = visitor.stream("api/tasks/" + id + "/events/stream")) {
                assertThat(lines.lines().anyMatch("event: APPROVAL_REQUEST"::equals))
                        .as("the last event before a person answers comes before they do")
                        .isTrue();
                server.post("/api/tasks/" + id + "/stop", Map.of());
                assertThat(lines.lines()).contains("event: TASK_CANCELLED");
            }
        }
    }
}
