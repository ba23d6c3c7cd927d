package dev.rota.api.errors;

import dev.rota.logging.Seldom;
import dev.rota.store.DatabaseFault;
import dev.rota.store.WriteRefused;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever a request ended with into a problem document.
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private final Seldom unreachable;

    // Proxies that the container fills in for each request.
    @Context
    private @Nullable UriInfo uri;

    @Context
    private @Nullable HttpHeaders headers;

    public ProblemMapper() {
        this(new Seldom(System::nanoTime));
    }

    /// @param unreachable says when it may be told again that the database cannot be reached
    public ProblemMapper(Seldom unreachable) {
        this.unreachable = unreachable;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        return switch (thrown) {
            case ApiProblem refusal -> refusal(refusal);
            case WriteRefused refused -> refusal(ApiProblem.invalid(List.of(refused.problem())));
            case WebApplicationException refusal -> framework(refusal);
            default -> unexpected(thrown);
        };
    }

    private Response refusal(ApiProblem refusal) {
        ProblemView view = ProblemView.of(
                        refusal.status(), refusal.type(), String.valueOf(refusal.getMessage()), instance(), requestId())
                .with(refusal.problems());
        Response.ResponseBuilder response = answer(view);
        refusal.headers().forEach(response::header);
        return response.build();
    }

    private Response framework(WebApplicationException refusal) {
        Response given = refusal.getResponse();
        int status = given.getStatus();
        if (status < 400) {
            return given;
        }
        if (status >= 500) {
            LOG.error("request={} failed", requestId(), refusal);
        }
        Response.ResponseBuilder response = answer(ProblemView.early(status, instance(), requestId()));
        String allow = given.getHeaderString("Allow");
        return allow == null
                ? response.build()
                : response.header("Allow", allow).build();
    }

    private Response unexpected(Throwable thrown) {
        if (DatabaseFault.isUnreachable(thrown)) {
            if (unreachable.isDue()) {
                LOG.warn("request={} the database cannot be reached: {}", requestId(), DatabaseFault.why(thrown));
            }
            return answer(ProblemView.early(503, instance(), requestId()))
                    .header("Retry-After", "5")
                    .build();
        }
        if (DatabaseFault.isContended(thrown)) {
            return busy(
                    "gave way to others",
                    "Others are changing the same at this moment, and this had to give way. Send it again in a moment.",
                    "1",
                    thrown);
        }
        if (DatabaseFault.tookTooLong(thrown)) {
            return busy(
                    "took too long",
                    "The database did not get through with this in time. Ask for less at once, or send it again later;"
                            + " if it stays so, have `rota doctor` look.",
                    "10",
                    thrown);
        }
        LOG.error("request={} failed", requestId(), thrown);
        return answer(ProblemView.early(500, instance(), requestId())).build();
    }

    private Response busy(String what, String detail, String seconds, Throwable thrown) {
        LOG.warn("request={} {}: {}", requestId(), what, DatabaseFault.why(thrown));
        return refusal(ApiProblem.of(503, "busy", detail).with("Retry-After", seconds));
    }

    private Response.ResponseBuilder answer(ProblemView view) {
        return Response.status(view.status()).type(ProblemView.MEDIA_TYPE).entity(view);
    }

    private String instance() {
        return uri == null ? "/" : uri.getRequestUri().getRawPath();
    }

    private String requestId() {
        return headers == null ? "-" : RequestIdFilter.sane(headers.getHeaderString(RequestIdFilter.HEADER));
    }
}
