package dev.mgx.repository.baseline;

/** One way in which test runners write what came of each test: given an output line by line, in order. */
interface ReportFormat {
    void line(String line);

    /** What came of the tests in the lines so far; nothing if they are not in this format. */
    void addTo(TestNames names);
}
