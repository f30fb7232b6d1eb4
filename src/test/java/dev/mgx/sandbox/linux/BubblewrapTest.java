package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxSetting;
import org.junit.jupiter.api.Nested;

/** The contract of a sandbox, kept by bubblewrap. Where it is installed and does not work, this fails. */
class BubblewrapTest {
    @Nested
    class Run extends RunContract {
        Run() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }

    @Nested
    class Walls extends WallsContract {
        Walls() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }

    @Nested
    class Limits extends LimitsContract {
        Limits() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }

    @Nested
    class Stopping extends StoppingContract {
        Stopping() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }
}
