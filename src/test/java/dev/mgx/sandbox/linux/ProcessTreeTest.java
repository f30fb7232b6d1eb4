package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.testing.Await;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProcessTreeTest {
    /** As with what an ordinary user may not read: there is no mark to find it by. */
    @Test
    void whoWasMetIsKilledAlsoWhenItsParentIsGone() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 1000 & read line").start();
        ProcessTree tree = new ProcessTree(parent.toHandle(), "nobody-has-it");
        Await.until(tree::meet);
        ProcessHandle child = parent.children().findFirst().orElseThrow();
        parent.getOutputStream().close();
        assertThat(parent.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.isAlive()).isTrue();

        assertThat(tree.kill()).isTrue();

        Await.until(() -> child.info().command().isEmpty()); // gone, or a zombie that its new parent has not reaped
    }
}
