package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxSetting;
import org.junit.jupiter.api.Nested;

/** The sandbox contract with util-linux's {@code unshare}. */
class UnshareTest {
    @Nested
    class Run extends RunContract {
        Run() {
            super(SandboxSetting.UNSHARE);
        }
    }

    @Nested
    class LastingFolder extends FolderContract {
        LastingFolder() {
            super(SandboxSetting.UNSHARE);
        }
    }

    @Nested
    class Connected extends EgressContract {
        Connected() {
            super(SandboxSetting.UNSHARE);
        }
    }

    @Nested
    class ProgramIsolation extends IsolationContract {
        ProgramIsolation() {
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
    class Termination extends TerminationContract {
        Termination() {
            super(SandboxSetting.UNSHARE);
        }
    }
}
