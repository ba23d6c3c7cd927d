package dev.rota.api.ui;

import dev.rota.api.access.Open;
import dev.rota.api.errors.ApiProblem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The page's files, from `ui/` on the class path. They carry no data, so they need no login.
///
/// They are revalidated on every load (`no-cache` and a tag by content), so that an upgrade is seen at once and an
/// unchanged file costs a 304.
@Path("/")
public final class PageResource {
    /// Names a file below `ui/`; no part may begin with a dot, so there is no way up.
    private static final Pattern FILE =
            Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @GET
    @Open
    public Response index() {
        return file("index.html");
    }

    @GET
    @Path("favicon.ico")
    @Open
    public Response icon() {
        return file("icon.svg");
    }

    @GET
    @Path("ui/{file: .+}")
    @Open
    public Response file(@PathParam("file") String file) {
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !FILE.matcher(file).matches()) {
            throw ApiProblem.notFound("There is no such file.");
        }
        byte[] bytes = read(file).orElseThrow(() -> ApiProblem.notFound("There is no such file."));
        return Documents.answer(bytes, type);
    }

    private Optional<byte[]> read(String file) {
        byte[] known = files.get(file);
        if (known != null) {
            return Optional.of(known);
        }
        try (InputStream in = PageResource.class.getResourceAsStream("/ui/" + file)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            files.put(file, bytes);
            return Optional.of(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
