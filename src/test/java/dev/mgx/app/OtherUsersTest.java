package dev.mgx.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OtherUsersTest {
    private static final List<String> PASSWD = List.of(
            "root:x:0:0:root:/root:/bin/bash",
            "www-data:x:33:33::/var/www:/usr/sbin/nologin",
            "anna:x:1000:1000:Anna,,,:/home/anna:/bin/bash",
            "backup:x:1001:1001::/home/backup:/bin/false",
            "ben:x:1002:1002::/home/ben:/usr/bin/fish",
            "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
            "broken");

    @Test
    void namesThePeopleOfTheMachineButNotItsServicesNorOneself() {
        assertThat(OtherUsers.notice(PASSWD, "anna"))
                .hasValueSatisfying(notice -> assertThat(notice).endsWith(": ben"));
        assertThat(OtherUsers.notice(PASSWD, "mgx"))
                .hasValueSatisfying(notice -> assertThat(notice)
                        .startsWith("every user of this machine can")
                        .endsWith(": anna, ben"));
    }

    @Test
    void saysNothingWhereOneIsAlone() {
        assertThat(OtherUsers.notice(PASSWD.subList(0, 3), "anna")).isEmpty();
        assertThat(OtherUsers.notice(List.of(), "anna")).isEmpty();
    }

    @Test
    void ofManyItNamesThree() {
        List<String> many = List.of(
                "a:x:1001:1::/:/bin/sh",
                "b:x:1002:1::/:/bin/sh",
                "c:x:1003:1::/:/bin/sh",
                "d:x:1004:1::/:/bin/sh",
                "e:x:1005:1::/:/bin/sh");
        assertThat(OtherUsers.notice(many, "mgx"))
                .hasValueSatisfying(notice -> assertThat(notice).endsWith(": a, b, c and 2 more"));
    }
}
