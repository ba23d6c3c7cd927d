package dev.rota.job;

/// One thing that is wrong with what a user wrote.
///
/// @param pointer the place, as a JSON Pointer (RFC 6901), empty for the whole document
/// @param code    a short stable word for programs, such as `required`, `unknown_field`, `range`
/// @param message a sentence for people: what is wrong and what to do
public record Problem(String pointer, String code, String message) {

    /// The same problem, seen from a document that holds this one at `prefix`.
    public Problem under(String prefix) {
        return new Problem(prefix + pointer, code, message);
    }

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "" : pointer + ": ") + message;
    }
}
