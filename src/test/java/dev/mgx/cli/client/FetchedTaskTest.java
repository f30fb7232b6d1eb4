package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A task about a repository that the server fetches. */
@Timeout(30)
class FetchedTaskTest {
    private static final String ID = StubTaskServer.ID;
    private static final String ADDRESS = "https://git.example.org/team/shop.git#main";

    @TempDir
    Path folder;

    @Test
    void anAddressIsSentAndTheWorkIsLeftToBeBroughtIntoAClone() throws Exception {
        try (StubTaskServer server = new StubTaskServer(Map.of("source", ADDRESS))) {
            server.answer("POST /api/tasks/%s/run".formatted(ID), 200, "{\"status\": \"started\"}");
            server.has("state", """
                    {"status": "SUCCEEDED", "run": 1, "last_event_id": 9,
                     "final_result": {"summary": "Mended it.", "verified": true, "files": ["sum.py"], "checks": []}}""");

            Output output = new Shell(folder, Map.of())
                    .mgx("run", "--repo", ADDRESS, "--test", "make test", "Mend it", "--server", server.address());

            assertThat(output.exitCode()).as(output.err()).isZero();
            assertThat(output.out().replaceAll("\\s+", " "))
                    .contains(
                            "Source fetched from " + ADDRESS,
                            "Branch mgx/01999999-aaaa; to make it in a clone: mgx apply 01999999 --repo CLONE --server ",
                            "; to get a patch: mgx export 01999999 --patch FILE --server ");
            assertThat(server.requests())
                    .anyMatch(request -> request.startsWith("POST /api/tasks {")
                            && request.contains("\"source\":\"%s\"".formatted(ADDRESS))
                            && request.contains("\"test_command\":\"make test\""))
                    .noneMatch(request -> request.startsWith("PUT "));
            assertThat(folder).isEmptyDirectory();
        }
    }
}
