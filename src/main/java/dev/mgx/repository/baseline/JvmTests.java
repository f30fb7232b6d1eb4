package dev.mgx.repository.baseline;

import java.util.Map;
import java.util.Optional;

/**
 * How a project of Maven or Gradle is tested: both tell the names of tests only in reports, which are printed after it, an
 * element in a line.
 */
final class JvmTests {
    private JvmTests() {}

    static Optional<TestCommand> ofMaven(Map<String, String> files) {
        return files.containsKey("pom.xml")
                ? Optional.of(new TestCommand(
                        withReports("mvn -o -B -fae test", "surefire-reports"), "There is a pom.xml.", "maven"))
                : Optional.empty();
    }

    static Optional<TestCommand> ofGradle(Map<String, String> files) {
        return files.containsKey("build.gradle") || files.containsKey("build.gradle.kts")
                ? Optional.of(new TestCommand(
                        withReports("gradle --offline --continue --console=plain test", "test-results"),
                        "There is a build.gradle.",
                        "gradle"))
                : Optional.empty();
    }

    /** Reports of an earlier time are deleted first: build tools leave those of tests that are gone. */
    private static String withReports(String command, String folder) {
        String reports = "find . -path '*/%s/*' -name 'TEST-*.xml'".formatted(folder);
        return ("%s -delete; %s; code=$?; %s -exec grep -hE '^ +</?(testcase|failure|error|skipped)[ />]' {} +;"
                        + " exit $code")
                .formatted(reports, command, reports);
    }
}
