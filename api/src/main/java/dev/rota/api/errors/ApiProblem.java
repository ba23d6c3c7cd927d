package dev.rota.api.errors;

import dev.rota.job.Problem;
import java.util.List;
import java.util.Map;

/// A refusal that a resource throws, and that reaches the caller as a problem document.
public final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// As many wrong fields as one answer names; a body of a megabyte can hold sixty thousand.
    private static final int MOST_PROBLEMS = 100;

    private final int status;
    private final String type;
    private final transient List<Problem> problems;
    private final transient Map<String, String> headers;

    private ApiProblem(int status, String type, String detail, List<Problem> problems, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.problems = List.copyOf(problems);
        this.headers = Map.copyOf(headers);
    }

    /// A refusal of one sentence.
    ///
    /// @param status the HTTP status
    /// @param type   a short stable word for programs; the document's `type` is `/docs/problems#` and this word
    /// @param detail what is wrong and what to do
    public static ApiProblem of(int status, String type, String detail) {
        return new ApiProblem(status, type, detail, List.of(), Map.of());
    }

    /// 422: the document was understood, and these things in it are wrong.
    public static ApiProblem invalid(List<Problem> problems) {
        return new ApiProblem(
                422,
                "invalid",
                summary(problems),
                problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)),
                Map.of());
    }

    /// 400: the body is no JSON, or a parameter of the query is not what it should be.
    public static ApiProblem malformed(Problem problem) {
        return new ApiProblem(400, problem.code(), problem.message(), List.of(problem), Map.of());
    }

    /// 400: these parameters of the query are wrong.
    public static ApiProblem badParameters(List<Problem> problems) {
        return new ApiProblem(400, "bad_parameter", summary(problems), problems, Map.of());
    }

    public static ApiProblem notFound(String detail) {
        return of(404, "not_found", detail);
    }

    /// 409: it cannot be done in the state the thing is in.
    public static ApiProblem conflict(String type, String detail) {
        return of(409, type, detail);
    }

    /// The same refusal with one more response header.
    public ApiProblem with(String header, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new ApiProblem(status, type, String.valueOf(getMessage()), problems, more);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    List<Problem> problems() {
        return problems;
    }

    Map<String, String> headers() {
        return headers;
    }

    private static String summary(List<Problem> problems) {
        return problems.size() == 1
                ? problems.getFirst().toString()
                : problems.size() + " things are wrong; 'errors' names "
                        + (problems.size() > MOST_PROBLEMS ? "the first " + MOST_PROBLEMS + "." : "each.");
    }
}
