package dev.mgx.repository.baseline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What came of each test of a command, by name. Names have no colours and no durations, so that a test has the same one each
 * time; a name that comes again is numbered. What the tests print themselves is part of the output, so that a program which
 * prints a whole report of its own can't be told from a test runner; the exit code is always heeded.
 *
 * @param byName in the order of the output, 20,000 at most
 */
public record TestReport(Map<String, TestStatus> byName) {
    /** The command as a whole, where its output names no test, or none that failed although it failed. */
    public static final String COMMAND = "(the command itself)";

    private static final Pattern ESCAPE = Pattern.compile(
            "\u001b(?:\\[[0-?]{0,40}+[ -/]{0,4}+[@-~]|\\][^\u0007\u001b]{0,400}+(?:\u0007|\u001b\\\\)|[()][0-9A-B])");

    private static final int LONGEST_LINE = 2_000;

    public TestReport {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    /**
     * Reads what a test command printed, in time in proportion to its length.
     *
     * @param exitCode any but 0 if it did not exit by itself
     */
    public static TestReport read(String output, int exitCode) {
        List<ReportFormat> formats = Stream.concat(
                        Stream.of(
                                new TapFormat(),
                                new UnittestFormat(),
                                new PytestFormat(),
                                new SurefireFormat(),
                                new ConsoleTree(),
                                new GoTestFormat(),
                                new CargoFormat()),
                        Stream.of(MarkedLines.Runner.values()).map(MarkedLines::new))
                .toList();
        output.lines().map(TestReport::plain).forEach(line -> formats.forEach(format -> format.line(line)));
        TestNames names = new TestNames();
        formats.forEach(format -> format.addTo(names));
        if (names.byName().isEmpty()) {
            names.add(COMMAND, exitCode == 0 ? TestStatus.PASSED : TestStatus.FAILED);
        } else if (exitCode != 0 && !names.byName().containsValue(TestStatus.FAILED)) {
            names.byName().put(COMMAND, TestStatus.FAILED);
        }
        return new TestReport(names.byName());
    }

    /** A line as it is seen in the end: without colours, and of what was written over the last. */
    private static String plain(String line) {
        String cut = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE);
        String plain = cut.indexOf('\u001b') < 0 ? cut : ESCAPE.matcher(cut).replaceAll("");
        return plain.replace('\u00a0', ' ');
    }

    public List<String> passed() {
        return with(TestStatus.PASSED);
    }

    public List<String> failed() {
        return with(TestStatus.FAILED);
    }

    public List<String> skipped() {
        return with(TestStatus.SKIPPED);
    }

    private List<String> with(TestStatus status) {
        return byName.entrySet().stream()
                .filter(each -> each.getValue() == status)
                .map(Map.Entry::getKey)
                .toList();
    }
}
