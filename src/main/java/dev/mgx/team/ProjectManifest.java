package dev.mgx.team;

import dev.mgx.workspace.ManifestFile;
import java.util.List;

/**
 * What a finished project says about itself in its file {@value #PATH}, so that later runs know what it
 * must do and how to find out whether it does.
 */
record ProjectManifest(
        String title,
        String summary,
        List<AcceptanceCheck> checks,
        String howToRun,
        List<String> runCommand,
        String testFile,
        List<String> testCommand) {
    static final String PATH = ManifestFile.PATH;

    ProjectManifest {
        title = Demand.text("title", title);
        summary = Demand.text("summary", summary);
        checks = Demand.some("checks", checks, Prd.MOST_CHECKS);
        howToRun = Demand.text("how_to_run", howToRun);
        runCommand = Demand.optional("run_command", runCommand);
        testFile = Demand.path("test_file", testFile);
        testCommand = Demand.command("test_command", testCommand);
    }

    static ProjectManifest of(Prd prd, Design design) {
        return new ProjectManifest(
                prd.title(),
                prd.summary(),
                prd.checks(),
                design.howToRun(),
                design.runCommand(),
                design.testFile(),
                design.testCommand());
    }
}
