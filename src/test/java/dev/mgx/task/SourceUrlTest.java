package dev.mgx.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of repositories, and from which hosts they may be fetched. */
@Timeout(10)
class SourceUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/shop.git, https://git.example.org/shop.git, ''",
        "https://git.example.org:8443/team/shop#main, https://git.example.org:8443/team/shop, main",
        "https://git.example.org/team/My%20shop/#feature/no-1, https://git.example.org/team/My%20shop/, feature/no-1",
        "https://[::1]:8443/shop#0123456789012345678901234567890123456789, https://[::1]:8443/shop,"
                + " 0123456789012345678901234567890123456789",
    })
    void anAddressHasARepositoryAndPerhapsABranchATagOrACommit(String text, String repository, String ref) {
        SourceUrl url = SourceUrl.parse(text);

        assertThat(url.repository()).hasToString(repository);
        assertThat(url.ref()).isEqualTo(ref);
        assertThat(url).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://git.example.org/shop",
                "HTTPS://git.example.org/shop",
                "file:///etc",
                "/srv/shop.git",
                "ssh://git@git.example.org/shop",
                "git://git.example.org/shop",
                "git@git.example.org:team/shop.git",
                "ext::sh -c id",
                "https://git.example.org",
                "https://git.example.org/",
                "https:///shop",
                "https://git.example.org/a//b",
                "https://git.example.org/a/../b",
                "https://git.example.org/a/%2e%2e/b",
                "https://git.example.org/a%2Fb",
                "https://git.example.org/a%00",
                "https://git.example.org/a b",
                "https://git.example.org:0/shop",
                "https://git.example.org:65536/shop",
                "https://git.example.org/shop?service=x",
                "https://git.example.org/shop#",
                "https://git.example.org/shop#--upload-pack=id",
                "https://git.example.org/shop#a..b",
                "https://git.example.org/shop#a b",
                "https://git.example.org/shop#a:b",
                "https://git.example.org/shop#main^",
                "https://git.example.org/shop#main\n",
            })
    void whatIsNoAddressOfARepositoryIsRefused(String text) {
        assertThatThrownBy(() -> SourceUrl.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://ada:secret@git.example.org/shop", "https://secret@git.example.org/shop?secret"})
    void aPasswordIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> SourceUrl.parse(text))
                .hasMessageContaining("MGX_GIT_CREDENTIALS")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://git.example.org/shop, true",
        "https://GIT.example.org:443/shop, true",
        "https://git.example.org:8443/shop, false",
        "https://git.example.org.evil.test/shop, false",
        "https://evil.git.example.org/shop, false",
        "https://code.test:8443/team/shop, true",
        "https://code.test:8443/team, true",
        "https://code.test:8443/teams/shop, false",
        "https://code.test/team/shop, false",
        "https://[::1]:1/shop, true",
    })
    void aHostIsAllowedWithItsPortAndWhatLiesBelowItsPath(String text, boolean isAllowed) {
        GitHosts hosts = GitHosts.of(List.of("git.example.org", "Code.test:8443/team/", "[::1]:1"));
        SourceUrl url = SourceUrl.parse(text);

        assertThat(hosts.allows(url.repository())).isEqualTo(isAllowed);
        assertThat(hosts.refusal(url).isEmpty()).isEqualTo(isAllowed);
    }

    @Test
    void aRefusalNamesTheSettingAndWhatIsAllowed() {
        SourceUrl url = SourceUrl.parse("https://evil.test/shop");

        assertThat(GitHosts.NONE.refusal(url))
                .hasValueSatisfying(why -> assertThat(why).contains("evil.test", "fetches none", "MGX_GIT_HOSTS"));
        assertThat(GitHosts.of(List.of("code.test:8443/team")).refusal(url))
                .hasValueSatisfying(why -> assertThat(why).contains("code.test:8443/team", "MGX_GIT_HOSTS"));
    }
}
