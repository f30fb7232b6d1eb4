package dev.mgx.server.problem;

import dev.mgx.server.problem.Problem.FieldError;
import java.util.List;
import java.util.Map;

/** A request that fails with a {@link Problem}. An expected outcome, so it has no stack trace. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    /** @param headers additional response headers */
    public ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    public ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    public ProblemException(ProblemType type, String detail) {
        this(Problem.of(type, detail));
    }

    /** A request with an invalid field or parameter. */
    public static ProblemException invalid(String field, String message) {
        return invalid(ProblemType.INVALID_FIELDS, field, message);
    }

    /** The same, of a type of its own. */
    public static ProblemException invalid(ProblemType type, String field, String message) {
        return new ProblemException(Problem.invalid(type, List.of(new FieldError(field, message))));
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
