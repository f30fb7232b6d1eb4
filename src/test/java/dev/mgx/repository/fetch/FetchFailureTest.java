package dev.mgx.repository.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.testing.GitServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be fetched ends with a sentence, in time, and before too much of it has come. */
@Timeout(30)
class FetchFailureTest extends FetchFixture {
    @Test
    void aRepositoryWithoutACommitIsRefused() throws Exception {
        try (Git empty =
                Git.init().setDirectory(folder.resolve("empty").toFile()).call()) {
            server.has(SHOP, empty.getRepository());

            assertThat(refusal()).contains("has no commit yet");
        }
    }

    @ParameterizedTest
    @CsvSource({"403, does not let", "404, has no repository", "503, try again later", "200, not as a repository"})
    void whatAHostAnswersInsteadIsSaid(int status, String words) {
        server.answers(SHOP, GitServer.status(status, "Content-Type", "text/html"));

        assertThat(refusal()).contains(words, NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"packed", "files", "object"})
    void moreThanIsTakenIsRefusedBeforeAllOfItHasCome(String what) throws Exception {
        switch (what) {
            case "packed" -> {
                for (int i = 0; i < 10; i++) {
                    commit("random-" + i, noise(30_000, i));
                }
            }
            case "files" -> {
                for (int i = 0; i < 1_300; i++) {
                    Files.writeString(folder.resolve("shop/file-" + i), String.valueOf(i));
                }
                git.add().addFilepattern(".").call();
                commit();
            }
            default -> commit("zeros", "0".repeat(300_000));
        }

        assertThat(refusal()).contains("too large", "MGX_MAX_SOURCE_BYTES");
    }

    private static String noise(int length, long seed) {
        StringBuilder noise = new StringBuilder(length);
        new Random(seed).ints(length * 2L, 0x4e00, 0x9fff).forEach(noise::appendCodePoint);
        return noise.toString();
    }

    @Test
    void aListOfBranchesWithoutAnEndIsCut() {
        server.answers(SHOP, request -> {
            OutputStream out = begun(request);
            for (int i = 0; ; i++) {
                String line = "%040x refs/heads/branch-%d%s\n".formatted(1, i, "-".repeat(200));
                out.write("%04x%s".formatted(line.length() + 4, line).getBytes(UTF_8));
            }
        });

        assertThat(refusal()).contains("the list of its branches has more than");
    }

    @Test
    void aHostThatIsSilentIsLeftAtTheLimit() {
        CountDownLatch over = new CountDownLatch(1);
        server.answers(SHOP, request -> await(over));

        FetchRefused refused = refused(fetcher(Duration.ofMillis(200), null), "");

        over.countDown();
        assertThat(refused.isLate()).isTrue();
        assertThat(refused).hasMessageContaining("MGX_GIT_TIMEOUT");
    }

    @Test
    void aHostThatFallsSilentInTheMiddleIsLeftAtTheLimit() {
        CountDownLatch over = new CountDownLatch(1);
        server.answers(SHOP, request -> half(request, over));

        FetchRefused refused = refused(fetcher(Duration.ofMillis(300), null), "");

        over.countDown();
        assertThat(refused.isLate()).isTrue();
    }

    private static void half(HttpExchange request, CountDownLatch over) throws IOException {
        begun(request).flush();
        await(over);
    }

    /** The beginning of a list of branches. */
    private static OutputStream begun(HttpExchange request) throws IOException {
        request.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-advertisement");
        request.sendResponseHeaders(200, 0);
        request.getResponseBody().write("001e# service=git-upload-pack\n0000".getBytes(UTF_8));
        return request.getResponseBody();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server.answers(SHOP, request -> {
            asked.countDown();
            half(request, over);
        });
        FutureTask<Boolean> fetching = new FutureTask<>(() -> {
            try {
                fetched("");
                return false;
            } catch (InterruptedException e) {
                return true;
            }
        });
        Thread thread = Thread.ofVirtual().start(fetching);
        asked.await();

        thread.interrupt();

        assertThat(fetching.get()).isTrue();
        over.countDown();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() {
        RepositoryFetcher untrusting = new RepositoryFetcher(
                work(), new FetchLimits(FILES, LONG), Optional.empty(), host -> NetworkRoute.direct(LONG));

        assertThat(refused(untrusting, "")).hasMessageContainingAll("certificate", "not trusted", "MGX_CA_FILE");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aHostThatIsNotThereIsSaid() {
        URI nowhere = URI.create("https://nobody.invalid" + SHOP);
        assertThatThrownBy(() -> fetcher(LONG, null).fetch(nowhere, "", address -> true, LONG))
                .isInstanceOf(FetchRefused.class)
                .hasMessageContaining("There is no host nobody.invalid");
        assertThatThrownBy(() ->
                        fetcher(LONG, null).fetch(URI.create("https://127.0.0.1:1/shop"), "", address -> true, LONG))
                .hasMessageContaining("cannot be reached");
    }
}
