package dev.rota.api.ui;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.api.access.Open;
import dev.rota.api.wire.ScheduleFileSchema;
import dev.rota.job.Field;
import dev.rota.job.JobKinds;
import dev.rota.job.JobSpec;
import dev.rota.syntax.FormOutline;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/// The documentation that is made from the code: what kinds of job there are, and what problems mean.
@Path("docs")
public final class DocsResource {
    private static final String PROBLEMS = """
        <h1>Problems</h1>
        <p>Every error is <code>application/problem+json</code> (RFC 9457). <code>errors</code> names every wrong
        field by a JSON Pointer; <code>request_id</code> is in the log too.</p>
        <dl>
        <dt id="invalid">invalid (422)</dt><dd>The document was understood; the fields under errors are wrong.</dd>
        <dt id="malformed_json">malformed_json (400)</dt><dd>The body is not JSON.</dd>
        <dt id="precondition_required">precondition_required (428)</dt><dd>Send If-Match with the ETag you edited.</dd>
        <dt id="changed_meanwhile">changed_meanwhile (412)</dt><dd>Somebody else edited it; load it again.</dd>
        <dt id="too_large">too_large (413)</dt><dd>The body is larger than what is read: 1 MB, and 16 MB of schedules that are applied.</dd>
        <dt id="paused">paused (409)</dt><dd>The schedule is paused; enable it or send force.</dd>
        <dt id="auto_disabled">auto_disabled (409)</dt><dd>It was switched off after repeated failures.</dd>
        <dt id="already_running">already_running (409)</dt><dd>A run of this schedule is going on.</dd>
        <dt id="unavailable">unavailable (503)</dt><dd>The database cannot be reached.</dd>
        </dl>
        """;

    @GET
    @Path("job-kinds")
    @Open
    public Response jobKinds() {
        StringBuilder html = new StringBuilder("<h1>Job kinds</h1>\n<table>\n<thead><tr><th>Kind</th><th>Field</th>"
                + "<th>Type</th><th>Required</th><th>Meaning</th></tr></thead>\n<tbody>\n");
        JobKinds.all().forEach((kind, type) -> kind(html, kind, type));
        return page("Job kinds", html.append("</tbody>\n</table>\n").toString());
    }

    /// For editors: `# yaml-language-server: $schema=…/docs/schedules.schema.json`.
    @GET
    @Path("schedules.schema.json")
    @Open
    public Response schedulesSchema() {
        return Documents.answer(
                ScheduleFileSchema.document().toPrettyString().getBytes(StandardCharsets.UTF_8),
                "application/schema+json");
    }

    @GET
    @Path("problems")
    @Open
    public Response problems() {
        return page("Problems", PROBLEMS);
    }

    private static void kind(StringBuilder html, String kind, Class<? extends JobSpec> type) {
        Field field = type.getAnnotation(Field.class);
        html.append("<tr data-kind=\"").append(escaped(kind)).append("\"><th class=\"kind\">");
        html.append(escaped(kind)).append("</th><td></td><td></td><td></td><td class=\"description\">");
        html.append(escaped(field == null ? "" : field.value())).append("</td></tr>\n");
        fields(html, kind, "", FormOutline.of(type.asSubclass(Record.class)));
    }

    /// One row a field, nested ones under their path (`source[http].url`).
    private static void fields(StringBuilder html, String kind, String prefix, JsonNode fields) {
        for (JsonNode field : fields) {
            String name = prefix + field.path("name").asText();
            html.append("<tr data-field=\"").append(escaped(kind + "." + name)).append("\"><td>");
            html.append(escaped(kind)).append("</td><td class=\"name\">").append(escaped(name));
            html.append("</td><td class=\"type\">")
                    .append(escaped(field.path("type").asText()));
            html.append("</td><td class=\"required\">")
                    .append(field.path("required").asBoolean() ? "yes" : "no");
            html.append("</td><td class=\"description\">");
            html.append(escaped(field.path("description").asText())).append("</td></tr>\n");
            fields(html, kind, name + ".", field.path("fields"));
            fields(html, kind, name + "[].", field.path("items").path("fields"));
            for (JsonNode option : field.path("options")) {
                fields(html, kind, name + "[" + option.path("value").asText() + "].", option.path("fields"));
            }
        }
    }

    private static Response page(String title, String body) {
        String html = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + title
                + " · Rota</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n"
                + "<link rel=\"stylesheet\" href=\"/ui/app.css\"></head>\n<body><main>\n" + body
                + "</main></body>\n</html>\n";
        return Documents.answer(html.getBytes(StandardCharsets.UTF_8), "text/html; charset=utf-8");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
