package dev.rota.daemon.jobs.http;

import dev.rota.daemon.jobs.RunContext;
import dev.rota.syntax.Target;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a target answered: a success, read to its end and decompressed.
///
/// @param target      where it came from in the end, after redirects
/// @param contentType the header as sent, or null
/// @param receivedAt  when the head of the answer arrived
@SuppressWarnings(
        "ArrayRecordComponent") // read once, never compared, up to 10 MiB: a copy would be the costlier mistake
public record Answer(Target target, int status, @Nullable String contentType, byte[] body, Instant receivedAt) {

    /// The body as text; its encoding by the header, a byte order mark, what the document says of itself, or UTF-8.
    public String text(RunContext context) {
        return Encoding.decode(body, contentType, sentence -> context.log().warn(target.shown() + ": " + sentence));
    }

    /// The media type without parameters, in lower case.
    public Optional<String> mediaType() {
        return Encoding.mediaType(contentType);
    }

    /// The beginning of the body for a person who looks for what went wrong.
    public static String excerpt(String text) {
        String printable = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "�");
        return printable.length() <= 2000 ? printable : printable.substring(0, 2000) + "…";
    }
}
