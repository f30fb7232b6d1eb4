package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxSetting;
import org.junit.jupiter.api.Nested;

/** The contract of a sandbox, kept by util-linux's {@code unshare}. */
class UnshareTest {
    @Nested
    class Run extends RunContract {
        Run() {
            super(SandboxSetting.UNSHARE);
        }
    }

    @Nested
    class Walls extends WallsContract {
        Walls() {
            super(SandboxSetting.UNSHARE);
        }
    }

    @Nested
    class Limits extends LimitsContract {
        Limits() {
            super(SandboxSetting.UNSHARE);
        }
    }

    @Nested
    class Stopping extends StoppingContract {
        Stopping() {
            super(SandboxSetting.UNSHARE);
        }
    }
}
