package dev.mgx.simulated;

import dev.mgx.json.Json;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.ServiceCommand;
import dev.mgx.team.check.Verdict;
import dev.mgx.team.role.ProposedChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A generated program in a folder, whose checks are run with the JDK of the tests, without a sandbox. */
record GeneratedProject(Path folder, Map<String, String> files, Optional<ServiceCommand> service) {
    GeneratedProject(Path folder, Map<String, String> files) {
        this(folder, files, Optional.empty());
    }

    /** What came of the checks that a tester proposed as JSON; fails when they take more than 50 s. */
    List<CheckOutcome> checked(String proposed, String requirement) throws IOException, InterruptedException {
        List<AcceptanceCheck> checks =
                Json.readLeniently(proposed, ProposedChecks.class).runnable("java");
        CheckScript script = new CheckScript(checks, service, "test");
        Path project = Files.createDirectories(folder.resolve("project"));
        for (Map.Entry<String, String> file : script.beside(files).entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(script.argv())
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Path java = Path.of(System.getProperty("java.home"), "bin");
        builder.environment().merge("PATH", java.toString(), (path, bin) -> bin + ":" + path);
        builder.environment().put("TMPDIR", folder.toString());
        Process process = builder.start();
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 50 s");
        }
        Files.readAllLines(output).forEach(script::read);
        Verdict verdict = new Verdict(new RequirementText(requirement));
        List<CheckOutcome> outcomes = new ArrayList<>();
        checks.forEach(check -> outcomes.add(verdict.of(check, script.finished(check), "not over")));
        return outcomes;
    }
}
