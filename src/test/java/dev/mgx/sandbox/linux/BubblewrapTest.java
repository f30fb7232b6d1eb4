package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxSetting;
import org.junit.jupiter.api.Nested;

/** The sandbox contract with bubblewrap. Fails if bubblewrap is installed but does not work. */
class BubblewrapTest {
    @Nested
    class Run extends RunContract {
        Run() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }

    @Nested
    class LastingFolder extends FolderContract {
        LastingFolder() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }

    @Nested
    class Connected extends EgressContract {
        Connected() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }

    @Nested
    class ProgramIsolation extends IsolationContract {
        ProgramIsolation() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }

    @Nested
    class Filter extends FilterContract {
        Filter() {
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
    class Termination extends TerminationContract {
        Termination() {
            super(SandboxSetting.BUBBLEWRAP);
        }
    }
}
