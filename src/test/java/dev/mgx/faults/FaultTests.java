package dev.mgx.faults;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes by simple name, each at most once. */
final class FaultTests {
    private final List<Class<?>> all;
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

    /**
     * The result of a class.
     *
     * @param passed passed tests
     * @param notRun tests skipped because of a missing prerequisite
     * @param failures the messages of failed tests
     */
    record Verdict(long passed, long notRun, List<String> failures) {
        boolean green() {
            return failures.isEmpty() && passed > 0;
        }
    }

    /** @param folder where the classes are */
    FaultTests(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> folder.relativize(file).toString().replaceAll("\\.class$", ""))
                    .filter(name -> name.contains("Test") || name.contains("Contract"))
                    .<Class<?>>map(name -> load(name.replace('/', '.')))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, FaultTests.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new UncheckedIOException(new IOException(name, e));
        }
    }

    /** Runs the class of this name, or all implementations of the contract of this name. */
    Verdict run(String name) {
        return verdicts.computeIfAbsent(name, this::runNow);
    }

    private Verdict runNow(String name) {
        Class<?> named = all.stream()
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no test class " + name));
        List<Class<?>> concrete = all.stream()
                .filter(type -> named.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                .toList();
        SummaryGeneratingListener heard = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(concrete.stream()
                                        .map(type -> selectClass(type))
                                        .toList())
                                .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                                .build(),
                        heard);
        TestExecutionSummary summary = heard.getSummary();
        return new Verdict(
                summary.getTestsSucceededCount(),
                summary.getTestsAbortedCount() + summary.getTestsSkippedCount(),
                summary.getFailures().stream().map(FaultTests::sentence).toList());
    }

    private static String sentence(TestExecutionSummary.Failure failure) {
        StringWriter trace = new StringWriter();
        failure.getException().printStackTrace(new PrintWriter(trace, true));
        return "%s: %s".formatted(failure.getTestIdentifier().getDisplayName(), trace);
    }
}
