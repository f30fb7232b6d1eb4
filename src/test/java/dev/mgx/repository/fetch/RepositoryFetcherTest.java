package dev.mgx.repository.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.mgx.llm.endpoint.ForwardProxy;
import dev.mgx.llm.endpoint.NetworkRoute;
import dev.mgx.testing.GitServer;
import dev.mgx.testing.WebProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One commit of a repository elsewhere is fetched and read; nothing else is asked, told, run or kept. */
@Timeout(30)
class RepositoryFetcherTest extends FetchFixture {
    @Test
    void headIsFetchedWithItsBranchAndNothingOfItsHistory() throws Exception {
        commit("lib/total.sh", "echo 2\n");
        RevCommit last = commit("price.sh", "echo 3\n");

        FetchedRepository fetched = fetched("");

        assertThat(fetched.title()).isEqualTo("branch main");
        assertThat(fetched.source().commit()).isEqualTo(last.name());
        assertThat(fetched.source().files()).containsOnlyKeys("lib/total.sh", "price.sh");
        assertThat(fetched.source().files().get("price.sh")).asString(UTF_8).isEqualTo("echo 3\n");
        assertThat(server.requests()).allSatisfy(each -> assertThat(each).endsWith(" null"));
    }

    @Test
    void aBranchATagAndACommitAreFetchedByTheirNames() throws Exception {
        git.tag()
                .setName("v1")
                .setAnnotated(true)
                .setMessage("The first")
                .setSigned(false)
                .setTagger(SOMEBODY)
                .call();
        git.branchCreate().setName("old/price").call();
        RevCommit last = commit("price.sh", "echo 2\n");

        assertThat(fetched("v1").title()).isEqualTo("tag v1");
        assertThat(fetched("v1").source().commit()).isEqualTo(first.name());
        assertThat(fetched("old/price").title()).isEqualTo("branch old/price");
        assertThat(fetched("old/price").source().commit()).isEqualTo(first.name());
        assertThat(fetched(last.name()).source().commit()).isEqualTo(last.name());
        assertThat(refused(fetcher(LONG, null), "price")).hasMessageContaining("no branch and no tag named price");
    }

    @Test
    void hooksFiltersSubmodulesAndFilesOfLfsAreNeitherRunNorFetched() throws Exception {
        String trap = "touch " + folder.resolve("run") + "\n";
        commit(".gitattributes", "* filter=trap\n*.bin filter=lfs\n");
        commit(".lfsconfig", "[lfs]\nurl = https://%s:%d/lfs\n".formatted(NAME, server.port()));
        commit(".gitmodules", "[submodule \"m\"]\npath = m\nurl = %s\nupdate = !%s".formatted(shop(), trap));
        commit(
                "big.bin",
                "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 3\n".formatted("a".repeat(64)));
        commit("hooks/post-checkout", "#!/bin/sh\n" + trap);
        DirCache index = git.getRepository().lockDirCache();
        DirCacheEditor editor = index.editor();
        editor.add(new DirCacheEditor.PathEdit("m") {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(FileMode.GITLINK);
                entry.setObjectId(ObjectId.fromString("1".repeat(40)));
            }
        });
        assertThat(editor.commit()).isTrue();
        commit();

        FetchedRepository fetched = fetched("");

        assertThat(fetched.source().files()).containsKeys("price.sh", "hooks/post-checkout");
        assertThat(fetched.source().files()).doesNotContainKeys("big.bin", "m");
        assertThat(String.join("\n", fetched.source().notes())).contains("m is", "big.bin is");
        assertThat(folder.resolve("run")).doesNotExist();
        assertThat(server.requests()).allSatisfy(each -> assertThat(each).contains(" " + SHOP + "/"));
    }

    @Test
    void anAddressThatIsNotAllowedIsNotAsked() {
        assertThatThrownBy(() -> fetcher(LONG, null).fetch(shop(), "", address -> false, LONG))
                .isInstanceOf(FetchRefused.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aRedirectOnTheSameHostIsFollowedAndOneToAnotherOrToHttpIsNot() throws Exception {
        server.answers("/team/shop", request -> redirect(request, SHOP + "/info/refs?service=git-upload-pack"));
        URI shortened = URI.create(shop().toString().replace(".git", ""));
        assertThat(fetcher(LONG, null)
                        .fetch(shortened, "", onlyThere(), LONG)
                        .source()
                        .commit())
                .isEqualTo(first.name());

        for (String elsewhere : List.of(
                "https://evil.example:%d".formatted(server.port()),
                "http://%s:%d".formatted(NAME, server.port()),
                "https://%s:1".formatted(NAME))) {
            server.answers(SHOP, request -> redirect(request, elsewhere + SHOP + "/info/refs"));
            int before = server.requests().size();
            FetchRefused refused = catchThrowableOfType(
                    FetchRefused.class, () -> fetcher(LONG, null).fetch(shop(), "", address -> true, LONG));
            assertThat(refused).hasMessageContaining("leads to another place");
            assertThat(server.requests()).hasSize(before + 1);
        }
    }

    private static void redirect(HttpExchange request, String location) throws IOException {
        GitServer.status(301, "Location", location).to(request);
    }

    @Test
    void theTokenOfAHostIsSentToItAndToNoOther() throws Exception {
        server.answers(SHOP, request -> {
            if (basic("ada:s3cr%et").equals(request.getRequestHeaders().getFirst("Authorization"))) {
                GitServer.serve(git.getRepository(), request);
            } else {
                GitServer.status(401, "WWW-Authenticate", "Basic realm=\"git\"").to(request);
            }
        });
        assertThat(refusal()).contains("(401)", "MGX_GIT_CREDENTIALS");

        Path others = credentials(
                "rw-------",
                "https://ada:s3cr%%25et@%s:1".formatted(NAME),
                "https://ada:s3cr%%25et@evil.example:%d".formatted(server.port()),
                "http://ada:s3cr%%25et@%s:%d".formatted(NAME, server.port()),
                "https://ada:s3cr%%25et@%s:%d/other".formatted(NAME, server.port()));
        server.requests().clear();
        assertThat(refused(fetcher(LONG, others), "")).hasMessageContaining("(401)");
        assertThat(server.requests())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each).endsWith(" null"));

        Path known = credentials("rw-------", "", "https://ada:s3cr%%25et@%s:%d".formatted(NAME, server.port()));
        assertThat(fetcher(LONG, known)
                        .fetch(shop(), "", onlyThere(), LONG)
                        .source()
                        .commit())
                .isEqualTo(first.name());

        Path wrong = credentials("rw-------", "https://ada:wrong@%s:%d".formatted(NAME, server.port()));
        assertThat(refused(fetcher(LONG, wrong), ""))
                .hasMessageContaining("does not accept")
                .hasMessageNotContaining("wrong@");
    }

    @Test
    void credentialsThatOthersCanReadOrThatAreNoneAreRefusedUnread() throws Exception {
        Path open = credentials("rw-r--r--", "https://ada:s3cret@" + NAME);
        assertThat(refused(fetcher(LONG, open), "")).hasMessageContainingAll("read by other users", "chmod 600");

        Path broken = credentials("rw-------", "https://s3cret@" + NAME);
        assertThat(refused(fetcher(LONG, broken), ""))
                .hasMessageContaining("https://user:token@git.example.org")
                .hasMessageNotContaining("s3cret");
        assertThat(refused(fetcher(LONG, folder.resolve("none")), "")).hasMessageContaining("there is no file");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theProxyOfTheOperatorLeadsThere() throws Exception {
        try (WebProxy proxy = new WebProxy("")) {
            RepositoryFetcher fetcher = new RepositoryFetcher(
                    work(),
                    new FetchLimits(FILES, LONG),
                    Optional.empty(),
                    host -> new NetworkRoute(LONG, ForwardProxy.of("http://127.0.0.1:" + proxy.port()), trusted));

            assertThat(fetcher.fetch(shop(), "", onlyThere(), LONG).source().commit())
                    .isEqualTo(first.name());
            assertThat(proxy.heads()).first().asString().startsWith("CONNECT " + NAME);
        }
    }

    @Test
    void whatAKilledServerLeftIsRemovedAtTheStart() throws Exception {
        Files.createDirectories(work().resolve("fetch-1/objects/pack"));
        Files.writeString(work().resolve("fetch-1/objects/pack/incoming_1.pack"), "PACK");

        assertThat(fetched("").source().commit()).isEqualTo(first.name());

        assertThat(work().resolve("fetch-1")).doesNotExist();
    }
}
