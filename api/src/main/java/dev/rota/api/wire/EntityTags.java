package dev.rota.api.wire;

import dev.rota.syntax.Json;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Tags every answer to a GET, and answers 304 when the caller already has it: a page that polls costs a header.
///
/// A resource that knows a better tag (a schedule's version) sets it itself; else it is a hash of the body.
public final class EntityTags implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!request.getMethod().equals("GET") || response.getStatus() != 200 || !response.hasEntity()) {
            return;
        }
        String tag = response.getHeaderString("ETag");
        if (tag == null) {
            byte[] body = bytes(response);
            if (body.length == 0) {
                return;
            }
            tag = "\"" + hash(body) + "\"";
            response.getHeaders().putSingle("ETag", tag);
        }
        String known = request.getHeaderString("If-None-Match");
        if (known != null && matches(known, tag)) {
            response.setStatus(304);
            response.setEntity(null);
        }
    }

    /// Whether one of the tags in a header is `tag`; weak ones are compared by what they mark.
    private static boolean matches(String header, String tag) {
        return Arrays.stream(header.split(","))
                .map(part -> part.strip().replaceFirst("^W/", ""))
                .anyMatch(part -> part.equals("*") || part.equals(tag));
    }

    /// The body as it will be sent; empty when it is one that is streamed.
    private static byte[] bytes(ContainerResponseContext response) {
        Object entity = response.getEntity();
        MediaType type = response.getMediaType();
        if (entity instanceof byte[] bytes) {
            return bytes;
        }
        if (entity instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (type == null || !type.getSubtype().endsWith("json")) {
            return new byte[0];
        }
        byte[] bytes = Json.write(entity).getBytes(StandardCharsets.UTF_8);
        response.setEntity(bytes);
        return bytes;
    }

    private static String hash(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
