package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.DisabledSandbox;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * An open sandbox with small limits. Every program has a mark in its arguments, and after each test no process with
 * that mark may be alive.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
abstract class SandboxFixture {
    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(700);
    static final long MIB = 1024 * 1024;
    static final SandboxLimits LIMITS =
            new SandboxLimits(LONG, Duration.ofSeconds(20), 256 * MIB, 64, 16 * MIB, 64 * 1024);

    final String mark = "mark-" + UUID.randomUUID();
    private final SandboxSetting setting;
    Sandbox sandbox = new DisabledSandbox("not open yet");

    SandboxFixture(SandboxSetting setting) {
        this.setting = setting;
    }

    @BeforeAll
    void openSandbox() {
        if (setting == SandboxSetting.BUBBLEWRAP) {
            Installed.assumeBubblewrap();
        }
        sandbox = SandboxProbe.open(setting, LIMITS);
    }

    @AfterAll
    void closeSandbox() {
        sandbox.close();
    }

    @AfterEach
    void noProcessIsLeft() throws IOException {
        assertThat(MarkedProcesses.with(mark)).isEmpty();
    }

    /** A command that runs a shell script, with the mark. */
    Command shell(String script, Duration timeout) {
        return new Command(List.of("sh", "-c", script, mark), Map.of(), timeout);
    }

    Execution run(String script) throws InterruptedException {
        return run(script, LONG);
    }

    Execution run(String script, Duration timeout) throws InterruptedException {
        return sandbox.run(shell(script, timeout), OutputListener.NONE);
    }

    /** Another sandbox of the same kind. */
    Sandbox another(SandboxLimits limits) {
        return SandboxProbe.open(setting, limits);
    }
}
