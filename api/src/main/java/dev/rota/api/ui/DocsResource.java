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
        <dt id="key_reused">key_reused (422)</dt><dd>This Idempotency-Key was sent with something else before; send a new one.</dd>
        <dt id="malformed_json">malformed_json (400)</dt><dd>The body is not JSON.</dd>
        <dt id="incomplete_body">incomplete_body (400)</dt><dd>The body did not arrive whole; send it again.</dd>
        <dt id="bad_parameter">bad_parameter (400)</dt><dd>A parameter of the query, or a header, is not what it should be.</dd>
        <dt id="bad_login">bad_login (400)</dt><dd>Send either a token or a link.</dd>
        <dt id="already_exists">already_exists (400)</dt><dd>There is a schedule of this type already (only the routes of FossaWork).</dd>
        <dt id="bad_request">bad_request (400)</dt><dd>The request cannot be understood.</dd>
        <dt id="not_signed_in">not_signed_in (401)</dt><dd>Send a token, or sign in.</dd>
        <dt id="not_allowed">not_allowed (403)</dt><dd>Your role does not allow this.</dd>
        <dt id="not_found">not_found (404)</dt><dd>There is nothing at this address, or no longer.</dd>
        <dt id="method_not_allowed">method_not_allowed (405)</dt><dd>The address does not answer this method; Allow names those it answers.</dd>
        <dt id="not_acceptable">not_acceptable (406)</dt><dd>The address answers something else than what was asked for.</dd>
        <dt id="paused">paused (409)</dt><dd>The schedule is paused; enable it or send force.</dd>
        <dt id="auto_disabled">auto_disabled (409)</dt><dd>It was switched off after repeated failures.</dd>
        <dt id="already_running">already_running (409)</dt><dd>A run of this schedule is going on.</dd>
        <dt id="not_running">not_running (409)</dt><dd>The run has ended already.</dd>
        <dt id="unknown_kind">unknown_kind (409)</dt><dd>No daemon that is alive knows this kind of job.</dd>
        <dt id="ambiguous">ambiguous (409)</dt><dd>More than one run begins with this id; write more of it.</dd>
        <dt id="deleted_meanwhile">deleted_meanwhile (409)</dt><dd>What this Idempotency-Key created has been deleted since; send a new one.</dd>
        <dt id="template_in_use">template_in_use (409)</dt><dd>Schedules use the template; change or delete them first.</dd>
        <dt id="calendar_in_use">calendar_in_use (409)</dt><dd>Schedules use the calendar; change or delete them first.</dd>
        <dt id="changed_meanwhile">changed_meanwhile (412)</dt><dd>Somebody else edited it; load it again.</dd>
        <dt id="too_large">too_large (413)</dt><dd>The body is larger than what is read: 1 MB, and 16 MB of schedules that are applied.</dd>
        <dt id="address_too_long">address_too_long (414)</dt><dd>The address is longer than the 8 kB that are read.</dd>
        <dt id="unsupported_media_type">unsupported_media_type (415)</dt><dd>Send the body as application/json.</dd>
        <dt id="precondition_required">precondition_required (428)</dt><dd>Send If-Match with the ETag you edited.</dd>
        <dt id="too_many_requests">too_many_requests (429)</dt><dd>Wait as long as Retry-After says.</dd>
        <dt id="headers_too_large">headers_too_large (431)</dt><dd>The headers are longer than the 8 kB that are read.</dd>
        <dt id="internal_error">internal_error (500)</dt><dd>Something went wrong here; the log has the details under the request_id.</dd>
        <dt id="busy">busy (503)</dt><dd>Others change the same, or the database took too long; send it again after Retry-After.</dd>
        <dt id="unavailable">unavailable (503)</dt><dd>The database cannot be reached; try again after Retry-After.</dd>
        <dt id="unknown_version_of_http">unknown_version_of_http (505)</dt><dd>Speak HTTP/1.1.</dd>
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
