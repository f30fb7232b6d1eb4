package dev.mgx.repository.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mgx.llm.endpoint.CertificateAuthorities;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.repository.ClosedSystem;
import dev.mgx.repository.SourceLimits;
import dev.mgx.testing.GitServer;
import dev.mgx.testing.OwnCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository on a server over https, and what fetches it; nothing may be left of a fetch. */
abstract class FetchFixture {
    static final SourceLimits FILES = new SourceLimits(50, 200_000, 50_000);
    static final Duration LONG = Duration.ofSeconds(20);
    static final String NAME = "mgx.example.com";
    static final String SHOP = "/team/shop.git";
    static final PersonIdent SOMEBODY =
            new PersonIdent("Somebody", "somebody@example.org", Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    @TempDir
    static Path certificates;

    static SSLContext trusted;

    @TempDir
    Path folder;

    GitServer server;
    Git git;
    RevCommit first;

    @BeforeAll
    static void certify() throws Exception {
        OwnCertificate certificate = OwnCertificate.make(certificates, NAME);
        trusted = CertificateAuthorities.with(certificate.certificate());
    }

    @BeforeEach
    void serve() throws Exception {
        ClosedSystem.repository(folder, folder);
        git = Git.init()
                .setDirectory(folder.resolve("shop").toFile())
                .setInitialBranch("main")
                .call();
        first = commit("price.sh", "echo 1\n");
        server = new GitServer(certificates);
        server.has(SHOP, git.getRepository());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        git.close();
        try (Stream<Path> left = Files.exists(work()) ? Files.list(work()) : Stream.empty()) {
            assertThat(left).as("what is left of a fetch").isEmpty();
        }
    }

    Path work() {
        return folder.resolve("fetch");
    }

    RevCommit commit(String path, String text) throws Exception {
        Path file = folder.resolve("shop").resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        git.add().addFilepattern(path).call();
        return commit();
    }

    RevCommit commit() throws Exception {
        return git.commit()
                .setMessage("A change")
                .setAuthor(SOMEBODY)
                .setCommitter(SOMEBODY)
                .setSign(false)
                .call();
    }

    URI shop() {
        return URI.create("https://%s:%d%s".formatted(NAME, server.port(), SHOP));
    }

    RepositoryFetcher fetcher(Duration time, @Nullable Path credentials) {
        return new RepositoryFetcher(
                work(),
                new FetchLimits(FILES, time),
                Optional.ofNullable(credentials),
                host -> new NetworkRoute(LONG, null, trusted));
    }

    FetchedRepository fetched(String ref) throws InterruptedException {
        return fetcher(LONG, null).fetch(shop(), ref, onlyThere(), LONG);
    }

    /** The allow-list of the operator: this server, and nothing else. */
    Predicate<URI> onlyThere() {
        return address -> address.toString().startsWith("https://%s:%d/".formatted(NAME, server.port()));
    }

    FetchRefused refused(RepositoryFetcher fetcher, String ref) {
        FetchRefused refused =
                catchThrowableOfType(FetchRefused.class, () -> fetcher.fetch(shop(), ref, onlyThere(), LONG));
        assertThat(refused).isNotNull();
        return refused;
    }

    String refusal() {
        return String.valueOf(refused(fetcher(LONG, null), "").getMessage());
    }

    Path credentials(String permissions, String... lines) throws IOException {
        Path file = Files.write(folder.resolve("credentials"), List.of(lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
    }
}
