package dev.rota.api.errors;

import dev.rota.job.Problem;
import java.util.List;

/// A problem document (RFC 9457) with our two extensions.
///
/// @param errors every wrong field, empty when the refusal is not about fields
public record ProblemView(
        String type, String title, int status, String detail, String instance, String requestId, List<Problem> errors) {
    public static final String MEDIA_TYPE = "application/problem+json";

    static ProblemView of(int status, String type, String detail, String instance, String requestId) {
        return new ProblemView("/docs/problems#" + type, title(status), status, detail, instance, requestId, List.of());
    }

    ProblemView with(List<Problem> problems) {
        return new ProblemView(type, title, status, detail, instance, requestId, problems);
    }

    /// A problem of a request that never reached a resource.
    public static ProblemView early(int status, String instance, String requestId) {
        return of(status, word(status), sentence(status), instance, requestId);
    }

    static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Not allowed";
            case 404 -> "Not found";
            case 405 -> "Method not allowed";
            case 406 -> "Not acceptable";
            case 409 -> "Conflict";
            case 412 -> "Changed meanwhile";
            case 413 -> "Too large";
            case 414 -> "Address too long";
            case 415 -> "Unsupported media type";
            case 422 -> "Invalid";
            case 428 -> "Precondition required";
            case 429 -> "Too many requests";
            case 431 -> "Headers too large";
            case 503 -> "Unavailable";
            case 505 -> "Unknown version of HTTP";
            default -> status < 500 ? "Refused" : "Internal error";
        };
    }

    static String word(int status) {
        return title(status).toLowerCase(java.util.Locale.ROOT).replace(' ', '_');
    }

    static String sentence(int status) {
        return switch (status) {
            case 400 -> "The request cannot be understood.";
            case 401 -> "Send a token: 'Authorization: Bearer rota_…'.";
            case 403 -> "Your role does not allow this.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not answer that method; 'Allow' names those it answers.";
            case 406 -> "This address answers application/json only.";
            case 413 -> "The body is too large.";
            case 415 -> "Send the body as application/json.";
            case 414, 431 -> "The address or the headers are longer than the 8 kB that are read.";
            case 503 -> "The database does not answer in time; try again in a moment.";
            case 505 -> "Speak HTTP/1.1.";
            default ->
                status < 500
                        ? "The request was refused."
                        : "Something went wrong here. The log has the details under this request id.";
        };
    }
}
