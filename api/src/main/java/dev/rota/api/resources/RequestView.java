package dev.rota.api.resources;

import dev.rota.api.errors.ApiProblem;
import dev.rota.store.RequestStore.Answer;
import dev.rota.store.RequestStore.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// What is answered when something was asked of the daemons: it will happen, and here one can see whether it did.
record RequestView(long requestId, @Nullable Long scheduleId, String status, String location) {

    /// 202 with the request's address, or the refusal.
    static Response answer(Answer answer) {
        return switch (answer) {
            case Answer.Accepted(Request request) -> accepted(request);
            case Answer.Refused(String code, String sentence) -> throw ApiProblem.conflict(code, sentence);
            case Answer.KeyReused() -> throw Idempotency.reused();
            case Answer.Nothing() -> throw ApiProblem.notFound("There is no such schedule or run.");
        };
    }

    static Response accepted(Request request) {
        String location = "/api/requests/" + request.id();
        return Response.accepted(new RequestView(request.id(), request.scheduleId(), request.status(), location))
                .header("Location", URI.create(location))
                .build();
    }
}
