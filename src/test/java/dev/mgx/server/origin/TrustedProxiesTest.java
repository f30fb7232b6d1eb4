package dev.mgx.server.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class TrustedProxiesTest {
    private static Forwarding forwarding(String peer, String headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers.split("~", -1)) {
            map.add(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        return new TrustedProxies(List.of("127.0.0.1/32", "10.0.0.0/8", "fd00:0:0:0:0:0:0:0/8"))
                .forwarding(new Sender("GET", "/", map, InetAddress.ofLiteral(peer)));
    }

    private static String client(String peer, String headers) {
        return forwarding(peer, headers)
                .client()
                .map(InetAddress::getHostAddress)
                .orElse("unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            192.0.2.1 | X-Forwarded-For: 1.2.3.4                                   | 192.0.2.1
            192.0.2.1 | Forwarded: for=1.2.3.4                                     | 192.0.2.1
            127.0.0.2 | X-Forwarded-For: 1.2.3.4                                   | 127.0.0.2
            127.0.0.1 | X: y                                                       | 127.0.0.1
            127.0.0.1 | X-Forwarded-For: 1.2.3.4                                   | 1.2.3.4
            10.9.8.7  | X-Forwarded-For: 1.2.3.4:5678                              | 1.2.3.4
            fd00::1   | X-Forwarded-For: 2001:db8::1                               | 2001:db8:0:0:0:0:0:1
            127.0.0.1 | X-Forwarded-For: [2001:db8::1]:80                          | 2001:db8:0:0:0:0:0:1
            127.0.0.1 | X-Forwarded-For: 6.6.6.6, 1.2.3.4                          | 1.2.3.4
            127.0.0.1 | X-Forwarded-For: 6.6.6.6, 1.2.3.4, 10.0.0.1                | 1.2.3.4
            127.0.0.1 | X-Forwarded-For: 6.6.6.6~X-Forwarded-For: 1.2.3.4          | 1.2.3.4
            127.0.0.1 | X-Forwarded-For: 1.2.3.4, unknown                          | unknown
            127.0.0.1 | X-Forwarded-For: evil.example                              | unknown
            127.0.0.1 | X-Forwarded-For: 1.2.3.4~Forwarded: for=6.6.6.6            | 1.2.3.4
            127.0.0.1 | Forwarded: for=1.2.3.4;proto=https, For="[2001:db8::1]:8"  | 2001:db8:0:0:0:0:0:1
            127.0.0.1 | Forwarded: for=1.2.3.4,for=10.0.0.1                        | 1.2.3.4
            127.0.0.1 | Forwarded: for=_hidden                                     | unknown
            127.0.0.1 | Forwarded: for=1.2.3.4 for=6.6.6.6                         | 127.0.0.1
            """)
    void theClientIsTheFirstThatIsNoTrustedProxy(String peer, String headers, String client) {
        assertThat(client(peer, headers)).isEqualTo(client);
    }

    @Test
    void theNearestProxySaysByWhatItWasCalled() {
        Forwarding all = forwarding(
                "127.0.0.1",
                "X-Forwarded-Host: a, B.example:81~X-Forwarded-Proto: http, HTTPS~X-Forwarded-Prefix: /mgx/");
        assertThat(all.host()).hasValue("b.example:81");
        assertThat(all.https()).isTrue();
        assertThat(all.prefix()).hasValue("/mgx");
        Forwarding other = forwarding("127.0.0.1", "Forwarded: host=a;proto=http, Proto=https ; host=\"b:81\"");
        assertThat(other.host()).hasValue("b:81");
        assertThat(other.https()).isTrue();
        assertThat(forwarding("192.0.2.1", "X-Forwarded-Host: a~X-Forwarded-Proto: https~X-Forwarded-Prefix: /x"))
                .isEqualTo(Forwarding.none(InetAddress.ofLiteral("192.0.2.1")))
                .satisfies(none -> assertThat(none.host()).isEqualTo(Optional.empty()));
    }

    @Test
    void readsElementsAndQuotedParameters() {
        assertThat(ForwardedHeader.parse(List.of("for=1.2.3.4;by=_x ,  FOR=\"a\\\"b;c,d\"", "proto=http")))
                .containsExactly(
                        Map.of("for", "1.2.3.4", "by", "_x"), Map.of("for", "a\"b;c,d"), Map.of("proto", "http"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"for", "for=\"1.2.3.4", "for=a b", "=x", "for=\"a\"b", "for=a\"b\""})
    void whatIsMalformedCountsForNothing(String header) {
        assertThat(ForwardedHeader.parse(List.of("for=1.2.3.4", header))).isEmpty();
    }
}
