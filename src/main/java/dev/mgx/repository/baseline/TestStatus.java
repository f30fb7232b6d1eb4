package dev.mgx.repository.baseline;

/** What came of a test. One that was expected to fail, or is marked as still to be done, counts as skipped. */
public enum TestStatus {
    PASSED,
    FAILED,
    SKIPPED
}
