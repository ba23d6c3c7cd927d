/// Every error as `application/problem+json` (RFC 9457), with the request's id and a pointer to every wrong field.
///
/// Also what the framework refuses by itself (404, 405, 406, 415, a body that does not parse) and what nobody
/// expected (500): the answer then says only that, and the log has the stack trace under the same request id.
@NullMarked
package dev.rota.api.errors;

import org.jspecify.annotations.NullMarked;
