package dev.rota.api.access;

import dev.rota.api.errors.ApiProblem;

/// The two ways in which somebody is not let through.
final class Refusals {
    private Refusals() {}

    /// 401: we do not know who is asking.
    static ApiProblem unknown(String detail) {
        return ApiProblem.of(401, "not_signed_in", detail).with("WWW-Authenticate", "Bearer realm=\"rota\"");
    }

    /// 403: we know, and the answer is no.
    static ApiProblem forbidden(String detail) {
        return ApiProblem.of(403, "not_allowed", detail);
    }
}
