package dev.mgx.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.sandbox.linux.Installed;
import dev.mgx.sandbox.linux.SandboxProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SandboxTest {
    private static final Command ECHO = new Command(List.of("echo"), Map.of(), Duration.ofSeconds(1));

    @Test
    void prefersBubblewrap() {
        Installed.assumeBubblewrap();
        try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults())) {
            assertThat(sandbox.isolation()).isEqualTo(Isolation.BUBBLEWRAP);
            assertThat(sandbox.canExecute()).isTrue();
        }
    }

    @Test
    void usesUnshareIfThereIsNoBubblewrap() {
        try (Sandbox sandbox =
                SandboxProbe.strongest(List.of(Isolation.UNSHARE), SandboxLimits.defaults(), System::nanoTime)) {
            assertThat(sandbox.isolation()).isEqualTo(Isolation.UNSHARE);
            assertThat(sandbox.canExecute()).isTrue();
        }
    }

    @Test
    void neverChoosesAPlainProcessByItself() {
        assertThat(SandboxProbe.CANDIDATES).doesNotContain(Isolation.PROCESS);
    }

    @Test
    void runsNothingIfNothingWorksAndSaysWhatToDo() {
        Sandbox sandbox = SandboxProbe.strongest(List.of(), SandboxLimits.defaults(), System::nanoTime);

        assertThat(sandbox.isolation()).isEqualTo(Isolation.OFF);
        assertThat(sandbox.canExecute()).isFalse();
        assertThat(sandbox.description()).contains("not run", "Install bubblewrap", "MGX_SANDBOX=process");
        assertThatThrownBy(() -> sandbox.run(ECHO, OutputListener.NONE)).isInstanceOf(SandboxUnavailable.class);
    }

    @Test
    void runsNothingWhenSwitchedOff() {
        Sandbox sandbox = SandboxProbe.open(SandboxSetting.OFF, SandboxLimits.defaults());

        assertThat(sandbox.isolation()).isEqualTo(Isolation.OFF);
        assertThat(sandbox.runtimes()).isEmpty();
        assertThatThrownBy(() -> sandbox.run(ECHO, OutputListener.NONE)).hasMessageContaining("switched off");
    }

    @Test
    void parsesSettingsIgnoringCase() {
        assertThat(SandboxSetting.parse(" Bubblewrap ")).isEqualTo(SandboxSetting.BUBBLEWRAP);
        assertThatThrownBy(() -> SandboxSetting.parse("docker"))
                .isInstanceOf(SandboxUnavailable.class)
                .hasMessageContaining("docker", "unshare");
    }

    @Test
    void refusesInvalidLimits() {
        SandboxLimits good = SandboxLimits.defaults();
        assertThatThrownBy(() -> good.withTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SandboxLimits(good.timeout(), good.cpuTime(), 1, 64, 1 << 20, 1024))
                .hasMessageContaining("memoryBytes");
    }
}
