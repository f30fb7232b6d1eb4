package dev.mgx.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.e2e.NotifySocket;
import dev.mgx.testing.CapturedLog;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SystemdNotifyTest {
    @TempDir
    Path folder;

    private static SystemdNotify to(String socket) {
        return new SystemdNotify(Map.of("NOTIFY_SOCKET", socket));
    }

    @Test
    void tellsASocketWithAPathAndOneWithAnAbstractName() throws Exception {
        for (String name : new String[] {
            folder.resolve("ö").toString(),
            "@mgx-test-" + ProcessHandle.current().pid()
        }) {
            try (NotifySocket supervisor = new NotifySocket(name)) {
                to(name).ready("Listening");
                assertThat(supervisor.next()).isEqualTo("READY=1|STATUS=Listening");
                to(name).stopping();
                assertThat(supervisor.next()).isEqualTo("STOPPING=1|STATUS=Shutting down");
            }
        }
    }

    @Test
    void whereNobodyListensItSaysSoAndGoesOn() {
        try (CapturedLog log = new CapturedLog()) {
            to(folder.resolve("nobody").toString()).ready("Listening");
            assertThat(log.lines()).anyMatch(line -> line.contains("takes no messages"));
            to("relative").ready("Listening");
            to("/" + "x".repeat(200)).ready("Listening");
            assertThat(log.lines().stream().filter(line -> line.contains("is not a path of a Unix socket")))
                    .hasSize(2);
            int before = log.lines().size();
            to("").ready("Listening");
            new SystemdNotify(Map.of()).stopping();
            assertThat(log.lines()).hasSize(before);
        }
    }
}
