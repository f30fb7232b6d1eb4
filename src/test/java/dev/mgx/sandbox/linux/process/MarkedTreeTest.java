package dev.mgx.sandbox.linux.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.Await;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MarkedTreeTest {
    /** Without a mark, as when an unprivileged user may not read the environment. */
    @Test
    void aKnownDescendantIsKilledEvenAfterItsParentHasEnded() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 1000 & read line").start();
        MarkedTree tree = new MarkedTree(parent.toHandle(), "no-such-mark");
        Await.until(tree::discover);
        ProcessHandle child = parent.children().findFirst().orElseThrow();
        parent.getOutputStream().close();
        assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.isAlive()).isTrue();

        assertThat(tree.kill()).isTrue();

        Await.until(() -> child.info().command().isEmpty()); // ended, or a zombie
    }
}
