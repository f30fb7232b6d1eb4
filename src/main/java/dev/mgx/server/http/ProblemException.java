package dev.mgx.server.http;

import dev.mgx.server.http.Problem.FieldError;
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

    public ProblemException(int status, String detail) {
        this(Problem.of(status, detail));
    }

    public static ProblemException invalid(String field, String message) {
        return new ProblemException(Problem.invalid(List.of(new FieldError(field, message))));
    }

    public String sentence() {
        return problem.detail();
    }

    Response reply() {
        Response reply = problem.reply();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }
}
