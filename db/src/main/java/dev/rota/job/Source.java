package dev.rota.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a [CollectJob] reads from. Written with a `type`: the record's name in lower case.
public sealed interface Source {

    /// What is wrong with it beyond what the shape of its fields says.
    default List<Problem> problems() {
        return List.of();
    }

    @Field("Fetches a JSON document over HTTP.")
    record Http(
            @Field(value = "The address, http or https.", syntax = "url")
            String url,

            @Field(value = "GET or POST.", fallback = "\"GET\"")
            String method,

            @Field(value = "Headers to send.", fallback = "{}")
            Map<String, String> headers,

            @Field(value = "The body of a POST.", syntax = "multiline") @Nullable
            String body,

            @Field("How to sign in.") @Nullable Auth auth)
            implements Source {
        public Http {
            headers = Map.copyOf(headers);
        }

        @Override
        public List<Problem> problems() {
            return Stream.concat(HttpRules.method(method, body).stream(), HttpRules.headers(headers).stream())
                    .toList();
        }
    }

    @Field("Reads a page of metrics in the Prometheus or OpenMetrics text format.")
    record Openmetrics(
            @Field(value = "The address, http or https.", syntax = "url")
            String url,

            @Field(
                    value = "Keep only metrics whose names match one of these; '*' stands for anything. Empty: keep"
                            + " all.",
                    fallback = "[]")
            List<String> include,

            @Field(value = "Keep only samples with these label values; '*' stands for anything.", fallback = "{}")
            Map<String, String> labels,

            @Field("How to sign in.") @Nullable Auth auth)
            implements Source {
        public Openmetrics {
            include = List.copyOf(include);
            labels = Map.copyOf(labels);
        }
    }

    @Field("Runs one read-only query on a PostgreSQL database; each row of the result is a row.")
    record Sql(
            @Field("The host name or address of the database.")
            String host,

            @Field(value = "Its port.", fallback = "5432", min = 1, max = 65535)
            int port,

            @Field("The name of the database.") String database,
            @Field("The role to connect as.") String user,

            @Field(value = "The name of the secret that holds the password.", syntax = "secret") @Nullable
            String password,

            @Field(
                    value = "One SELECT. Columns named by metrics are numbers, those named by labels are labels.",
                    syntax = "multiline")
            String query)
            implements Source {}

    @Field("Runs a program and reads its output. Needs command jobs to be allowed, and an administrator.")
    record Command(
            @Field("The program (absolute path) and its arguments, one each; never a shell line.")
            List<String> argv,

            @Field(
                    value = "How the output is written: json, csv (first line names the columns), keyvalue (name=value"
                            + " a line) or regex (named groups).",
                    fallback = "\"json\"")
            Format format,

            @Field(
                    value = "For the format regex: applied to each line; its named groups are the columns.",
                    syntax = "regex")
            @Nullable
            String pattern)
            implements Source {
        public Command {
            argv = List.copyOf(argv);
        }

        @Override
        public List<Problem> problems() {
            List<Problem> problems = new ArrayList<>(CommandJob.program(argv));
            if (format == Format.REGEX && pattern == null) {
                problems.add(new Problem(
                        "/pattern",
                        "required",
                        "The format regex needs a pattern with named groups, such as (?P<load>[0-9.]+)."));
            }
            return problems;
        }
    }

    /// How a command writes its numbers.
    enum Format {
        JSON,
        CSV,
        KEYVALUE,
        REGEX
    }

    /// How to sign in to an HTTP server. The secret itself is never part of a job: only its name is.
    @Field("How to sign in to the server.")
    record Auth(
            @Field("The user, for basic authentication; left out: the secret is sent as a bearer token.") @Nullable
            String user,

            @Field(value = "The name of the secret that holds the password or token.", syntax = "secret")
            String secret) {}
}
