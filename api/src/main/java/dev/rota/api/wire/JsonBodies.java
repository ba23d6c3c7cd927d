package dev.rota.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.errors.ApiProblem;
import dev.rota.syntax.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a body as a JSON tree, and writes records, lists and trees as JSON.
///
/// A resource takes a `JsonNode` and has it read by [dev.rota.syntax.ShapeReader], which names all problems at once.
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.WILDCARD)
public final class JsonBodies implements MessageBodyReader<JsonNode>, MessageBodyWriter<Object> {
    /// The most that is read of a body, in bytes.
    public static final int MOST = 1_000_000;

    /// How much of a body that is too large is still swallowed, so that its sender gets to read the refusal.
    private static final int SWALLOWED = 16_000_000;

    /// The body, where one must be there.
    public static JsonNode required(@Nullable JsonNode body) {
        if (body == null) {
            throw ApiProblem.of(400, "malformed_json", "The body is empty; send a JSON document.");
        }
        return body;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == JsonNode.class;
    }

    /// @return null when there is no body at all, which some resources allow
    @Override
    public @Nullable JsonNode readFrom(
            Class<JsonNode> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        int most = Arrays.stream(annotations)
                .mapToInt(annotation -> annotation instanceof UpTo upTo ? upTo.value() : 0)
                .filter(bytes -> bytes > 0)
                .findFirst()
                .orElse(MOST);
        byte[] bytes = received(body, most);
        if (bytes.length > most) {
            body.skip(SWALLOWED);
            throw ApiProblem.of(
                    413,
                    "too_large",
                    "The body is larger than " + most / 1_000_000 + " MB, which is the most that is read.");
        }
        if (bytes.length == 0) {
            return null;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Json.parse(text);
        } catch (CharacterCodingException _) {
            throw ApiProblem.of(400, "malformed_json", "The body is not UTF-8.");
        } catch (Json.NotJson e) {
            throw ApiProblem.malformed(e.problem());
        }
    }

    /// @throws ApiProblem 400 when the body breaks off, or is cut into chunks that are none
    private static byte[] received(InputStream body, int most) {
        try {
            return body.readNBytes(most + 1);
        } catch (IOException | RuntimeException _) {
            // The server speaks of chunks that are none by an unchecked exception of its own.
            throw ApiProblem.of(400, "incomplete_body", "The body did not arrive whole; send it again.");
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return mediaType.getSubtype().endsWith("json")
                && type != String.class
                && type != byte[].class
                && !InputStream.class.isAssignableFrom(type)
                && !StreamingOutput.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(Json.write(value).getBytes(StandardCharsets.UTF_8));
    }
}
