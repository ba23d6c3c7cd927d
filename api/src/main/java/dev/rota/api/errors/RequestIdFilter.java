package dev.rota.api.errors;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives every request an id: the caller's own `X-Request-Id` when it is sane, else a new one. It goes back in the
/// response's header, stands in problem documents and in the log.
@PreMatching
public final class RequestIdFilter implements ContainerRequestFilter, ContainerResponseFilter {
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    @Override
    public void filter(ContainerRequestContext request) {
        // Kept where everybody can read it, also an error mapper that only has the headers.
        request.getHeaders().putSingle(HEADER, sane(request.getHeaderString(HEADER)));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() >= 400 && !response.hasEntity()) {
            // A header that cannot be parsed (Accept, Content-Type): refused without asking any mapper.
            ProblemView problem = ProblemView.early(
                    response.getStatus(), request.getUriInfo().getRequestUri().getRawPath(), of(request));
            response.setEntity(problem, new Annotation[0], MediaType.valueOf(ProblemView.MEDIA_TYPE));
        }
        response.getHeaders().putSingle(HEADER, of(request));
        response.getHeaders().putSingle("X-Content-Type-Options", "nosniff");
        if (!response.getHeaders().containsKey("Cache-Control")) {
            response.getHeaders().putSingle("Cache-Control", "private, no-cache");
        }
    }

    /// The id of a request that is being answered.
    public static String of(ContainerRequestContext request) {
        return sane(request.getHeaderString(HEADER));
    }

    /// The caller's id if it may stand in a log line, else a new one.
    public static String sane(@Nullable String wanted) {
        return wanted != null && SANE.matcher(wanted).matches()
                ? wanted
                : UUID.randomUUID().toString();
    }
}
