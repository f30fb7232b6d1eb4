package dev.mgx.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.CapturedLog;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class OriginGuardTest {
    private static final OriginPolicy ALONE = OriginPolicy.NONE;

    private static final OriginPolicy PUBLIC = new OriginPolicy(
            List.of(),
            List.of("https://mgx.example.com/", "http://intra:8080/mgx/", "https://[fd00::1]:8443/a/b/"),
            List.of("127.0.0.1/32", "10.0.0.0/8"));

    /** @param headers {@code Name: value}, separated by ~ */
    private static Admission admit(OriginPolicy policy, String peer, String path, String headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers.split("~", -1)) {
            map.add(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        return new OriginGuard("127.0.0.1", policy).admit(new Sender("GET", path, map, InetAddress.ofLiteral(peer)));
    }

    private static Admission admit(OriginPolicy policy, String headers) {
        return admit(policy, "127.0.0.1", "/api/tasks", headers);
    }

    private static int status(Admission admission) {
        return admission instanceof Admission.Rejected rejected ? rejected.status() : 200;
    }

    private static String detail(Admission admission) {
        return admission instanceof Admission.Rejected rejected ? rejected.detail() : "";
    }

    /** What a proxy says of the name it was called by lets nobody in: a page can say it too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: evil.example~X-Forwarded-Host: localhost",
                "Host: evil.example~X-Forwarded-Host: mgx.example.com",
                "Host: evil.example~Forwarded: host=mgx.example.com",
                "Host: evil.example~Origin: http://evil.example",
                "Host: evil.example~Origin: https://mgx.example.com",
                "Host: mgx.example.com.evil.example",
                "Host: mgx.example.com@evil.example",
                "Host: 127.0.0.1:8000~Origin: http://evil.example",
                "Host: 127.0.0.1:8000~Origin: null",
                "Host: 127.0.0.1:8000~Origin: http://127.0.0.1:9000",
                "Host: 127.0.0.1:8000~Origin: http://evil.example~X-Forwarded-Host: evil.example",
                "Host: 127.0.0.1:8000~Sec-Fetch-Site: cross-site",
                "Host: 127.0.0.1:8000~Sec-Fetch-Site: same-site~X-Forwarded-Host: localhost",
            })
    void isAsStrongWithTheSettingsAsWithoutThem(String headers) {
        assertThat(status(admit(ALONE, headers))).isEqualTo(403);
        assertThat(status(admit(PUBLIC, headers))).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Host: mgx.example.com                                              | 200
            Host: MGX.example.com:443~Origin: https://mgx.example.com          | 200
            Host: mgx.example.com:443~Origin: https://MGX.example.com          | 200
            Host: mgx.example.com~Origin: http://mgx.example.com               | 403
            Host: mgx.example.com~Origin: https://mgx.example.com:444          | 403
            Host: mgx.example.com~Origin: http://localhost                     | 403
            Host: 127.0.0.1:8000~Origin: https://mgx.example.com               | 200
            Host: 127.0.0.1:8000~Origin: http://127.0.0.1:8000                 | 200
            Host: intra~Origin: http://intra:8080                              | 200
            Host: intra:8080~Origin: http://intra                              | 403
            Host: [fd00::1]:8443~Origin: https://[fd00::1]:8443                | 200
            Host: [fd00::2]:8443                                               | 403
            Host: mgx.example.com~Sec-Fetch-Site: cross-site                   | 403
            Host: mgx.example.com~Sec-Fetch-Site: same-origin                  | 200
            Host: mgx.example.com~Host: mgx.example.com                        | 400
            """)
    void takesThePublicUrlsForItsOwn(String headers, int status) {
        assertThat(status(admit(PUBLIC, headers))).isEqualTo(status);
        if (headers.contains("mgx") || headers.contains("intra") || headers.contains("fd00")) {
            assertThat(status(admit(ALONE, headers))).as("without the setting").isIn(400, 403);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 | Host: localhost~X-Forwarded-Host: mgx.example.com           | 200
            127.0.0.1 | Host: localhost~X-Forwarded-Host: evil.example              | 403
            127.0.0.1 | Host: localhost~Forwarded: for=1.2.3.4;host="evil.example"  | 403
            127.0.0.1 | Host: localhost~X-Forwarded-Host: evil.example, intra:8080  | 200
            10.1.2.3  | Host: localhost~X-Forwarded-Host: evil.example              | 403
            11.1.2.3  | Host: localhost~X-Forwarded-Host: evil.example              | 200
            """)
    void whatATrustedProxyWasCalledByMustBeItsNameToo(String peer, String headers, int status) {
        assertThat(status(admit(PUBLIC, peer, "/", headers))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            /mgx/api/tasks   | Host: 127.0.0.1                                          | /mgx | /api/tasks
            /mgx             | Host: intra                                              | /mgx | -
            /mgx/            | Host: intra                                              | /mgx | /
            /mgxx            | Host: intra                                              | /mgx | /mgxx
            /a/b/docs        | Host: intra                                              | /a/b | /docs
            /docs            | Host: intra:8080                                         | /mgx | /docs
            /docs            | Host: localhost~Origin: https://[fd00::1]:8443           | /a/b | /docs
            /docs            | Host: localhost~X-Forwarded-Host: intra                  | /mgx | /docs
            /docs            | Host: localhost~X-Forwarded-Prefix: /a/b/                | /a/b | /docs
            /docs            | Host: localhost~X-Forwarded-Prefix: /other               | -    | /docs
            /docs            | Host: localhost                                          | -    | /docs
            """)
    void findsThePathThatItLiesAt(String path, String headers, String base, String below) {
        assertThat(admit(PUBLIC, "127.0.0.1", path, headers))
                .isInstanceOfSatisfying(Admission.Admitted.class, admitted -> {
                    assertThat(admitted.base())
                            .isEqualTo(Optional.ofNullable(base).orElse(""));
                    assertThat(admitted.path())
                            .isEqualTo(Optional.ofNullable(below).orElse(""));
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Host: new.example                                                    | MGX_PUBLIC_URL=http://new.example/
            Host: new.example:81~X-Forwarded-Proto: https                        | MGX_PUBLIC_URL=https://new.example:81/
            Host: new.example~Sec-Fetch-Mode: navigate                           | MGX_PUBLIC_URL=https://new.example/
            Host: new.example~Origin: https://new.example:8443                   | MGX_PUBLIC_URL=https://new.example:8443/
            Host: localhost~Origin: https://new.example                          | MGX_PUBLIC_URL=https://new.example/
            Host: localhost~Origin: https://new.example                          | CORS_ORIGINS=https://new.example
            Host: localhost~Sec-Fetch-Site: cross-site                           | CORS_ORIGINS
            """)
    void tellsWhoIsOnThisMachineAndTheLogWhatWouldLetItIn(String headers, String remedy) {
        try (CapturedLog log = new CapturedLog()) {
            assertThat(detail(admit(ALONE, headers))).contains(remedy);
            assertThat(log.lines()).anyMatch(line -> line.contains("127.0.0.1") && line.contains(remedy));
        }
        try (CapturedLog log = new CapturedLog()) {
            assertThat(detail(admit(ALONE, "192.0.2.1", "/", headers)))
                    .isNotEmpty()
                    .doesNotContain(remedy);
            assertThat(log.lines()).anyMatch(line -> line.contains("192.0.2.1") && line.contains(remedy));
        }
    }

    @Test
    void theValueThatLetsItInKeepsWhatIsSet() {
        assertThat(detail(admit(
                        new OriginPolicy(List.of("http://a"), List.of("https://b/mgx/"), List.of()),
                        "Host: localhost~Origin: http://c")))
                .contains("MGX_PUBLIC_URL=https://b/mgx/,http://c/ ", "CORS_ORIGINS=http://a,http://c");
    }

    @Test
    void whoIsBehindATrustedProxyIsNotOnThisMachine() {
        String host = "Host: new.example~X-Forwarded-For: 192.0.2.7";
        assertThat(detail(admit(PUBLIC, host))).doesNotContain("MGX_PUBLIC_URL");
        assertThat(detail(admit(ALONE, host))).as("a proxy that is not trusted").contains("MGX_PUBLIC_URL");
    }

    @Test
    void knowsTheClientByItsTrustedProxy() {
        assertThat(admit(PUBLIC, "Host: intra~X-Forwarded-For: 192.0.2.7"))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.client()).isEqualTo("192.0.2.7"));
        assertThat(admit(PUBLIC, "192.0.2.1", "/", "Host: intra~X-Forwarded-For: 127.0.0.1"))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.client()).isEqualTo("192.0.2.1"));
    }

    @Test
    void whatIsNoNameIsNotRepeated() {
        assertThat(detail(admit(ALONE, "Host: ev;il\u001b[31m")))
                .isEqualTo("The Host header does not name this server");
    }

    @Test
    void aReasonIsLoggedOnceAMinuteHoweverOftenItOccurs() {
        long[] now = {0};
        RejectionLog rejections = new RejectionLog(() -> now[0]);
        try (CapturedLog log = new CapturedLog()) {
            rejections.add("a", "one");
            rejections.add("b", "one");
            rejections.add("a", "two");
            assertThat(log.lines()).hasSize(2);
            now[0] = 60_000_000_000L;
            rejections.add("a", "one");
            assertThat(log.lines()).hasSize(3);
            for (int i = 0; i < 200; i++) {
                rejections.add("a", "many " + i);
            }
            rejections.add("a", "one");
            assertThat(log.lines()).as("the oldest is forgotten").hasSize(204);
        }
    }
}
