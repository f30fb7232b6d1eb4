package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which names are taken for a typo of a well-known package, and which are not. */
@Timeout(10)
class KnownNamesTest {
    @ParameterizedTest
    @CsvSource({
        "NPM, expres, express",
        "NPM, loadsh, lodash",
        "NPM, expresss, express",
        "NPM, 1odash, lodash",
        "NPM, cornmander, commander",
        "NPM, cross_env, cross-env",
        "NPM, crossenv, cross-env",
        "NPM, fetch-node, node-fetch",
        "NPM, express-js, express",
        "NPM, chalkjs, chalk",
        "NPM, vitte, vite",
        "NPM, babelparser, @babel/parser",
        "NPM, @bable/core, @babel/",
        "NPM, @type/node, @types/",
        "PYPI, Reqeusts, requests",
        "PYPI, python-requests, requests",
        "PYPI, beautifulsuop4, beautifulsoup4",
        "PYPI, dateutil-python, python-dateutil",
        "PYPI, py_yaml, pyyaml",
        "PYPI, tenserflow, tensorflow",
        "MAVEN, org.fasterxml.jackson.core:jackson-databind, com.fasterxml.jackson.core:jackson-databind",
        "MAVEN, com.google.gson:gson, com.google.code.gson:gson",
        "MAVEN, com.gooogle.guava:guava, com.google.guava:guava",
        "MAVEN, org.apache.common:commons-lang3, org.apache.commons:commons-lang3"
    })
    void aTypoIsSeen(Ecosystem ecosystem, String name, String meant) {
        assertThat(ecosystem.doubts(List.of(name)))
                .singleElement()
                .asString()
                .startsWith("%s looks like a typo of %s".formatted(name, meant));
    }

    @ParameterizedTest
    @CsvSource({
        "NPM, express react preact vite next nuxt @types/react @babel/plugin-transform-runtime @acme/express",
        "NPM, safer-buffer source-map-js object.assign retry query-string is-promise is-regex",
        "NPM, shout left-pad kareem mquery kao",
        "PYPI, requests Flask typing_extensions Pillow psycopg psycopg2 scapy parse authlib bpython",
        "PYPI, left right greeting",
        "MAVEN, junit:junit org.json:json org.example:json com.acme:core org.apache.commons:commons-exec",
        "MAVEN, tools.jackson.core:jackson-databind org.hibernate:hibernate-core"
    })
    void whatIsKnownOrFarFromAllIsNot(Ecosystem ecosystem, String names) {
        assertThat(ecosystem.doubts(List.of(names.split(" ", -1)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void noKnownNameIsTakenForAnother(Ecosystem ecosystem) throws Exception {
        String file = "names/%s.txt".formatted(ecosystem.name().toLowerCase(Locale.ROOT));
        try (InputStream in = Objects.requireNonNull(Ecosystem.class.getResourceAsStream(file))) {
            List<String> names = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ", -1)))
                    .map(name -> name.replaceFirst("^=", ""))
                    .toList();

            assertThat(names).hasSizeGreaterThan(200).doesNotHaveDuplicates().allMatch(ecosystem::isName);
            assertThat(ecosystem.doubts(names)).isEmpty();
        }
    }

    @Test
    void aNameWithLettersOfAnotherAlphabetIsNone() {
        assertThat(Ecosystem.NPM.parsed("еxpress")).isEmpty(); // the first letter is Cyrillic
        assertThat(Ecosystem.PYPI.parsed("rеquests")).isEmpty();
        assertThat(Ecosystem.MAVEN.parsed("com.gооgle.guava:guava")).isEmpty();
    }
}
