package dev.rota.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads items from web pages and keeps them by key.
@Field("Reads items from web pages and keeps them by key: what was added, what changed, what is gone.")
public record ScrapeJob(
        @Field(value = "The pages to start from.", syntax = "url")
        List<String> start,

        @Field(value = "Headers to send with every request.", fallback = "{}")
        Map<String, String> headers,

        @Field("How items are found on a page.") Items items,

        @Field("How to go to the next page; left out: only the start pages are read.") @Nullable
        Next next,

        @Field(value = "Fewer items than this fail the run, and nothing is written.", fallback = "1", min = 0)
        int minItems,

        @Field(
                value = "An item counts as removed after it was missing in this many complete scrapes.",
                fallback = "2",
                min = 1,
                max = 100)
        int removedAfterMisses,

        @Field("How to sign in.") Source.@Nullable Auth auth,

        @Field(
                value = "How long one run may take (ISO 8601, such as PT5M); left out: 300 seconds.",
                min = 1,
                max = 86_400)
        @Nullable
        Duration timeout)
        implements JobSpec {

    public ScrapeJob {
        start = List.copyOf(start);
        headers = Map.copyOf(headers);
    }

    @Override
    public Lane lane() {
        return Lane.SCRAPE;
    }

    @Override
    public Duration defaultTimeout() {
        return Duration.ofMinutes(5);
    }

    @Override
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(HttpRules.headers(headers));
        if (start.isEmpty()) {
            problems.add(new Problem("/start", "required", "Name at least one page to start from."));
        }
        if (items.key().isEmpty()) {
            problems.add(new Problem("/items/key", "required", "Name at least one field that tells items apart."));
        }
        items.key().stream()
                .filter(key -> !items.fields().containsKey(key))
                .map(key -> new Problem(
                        "/items/key", "unknown_field", "The key names '" + key + "', but no field has that name."))
                .forEach(problems::add);
        items.fields().forEach((name, field) -> {
            if (!field.decimal().equals(".") && !field.decimal().equals(",")) {
                problems.add(new Problem(
                        "/items/fields/" + name.replace("~", "~0").replace("/", "~1") + "/decimal",
                        "enum",
                        "The decimal mark is '.' or ',', not '" + field.decimal() + "'."));
            }
        });
        return problems;
    }

    @Field("Rows first, then fields: each match of select is an item; fields are read inside it.")
    public record Items(
            @Field(value = "CSS selector of the rows.", syntax = "css")
            String select,

            @Field("The fields that together identify an item.")
            List<String> key,

            @Field("The fields of an item, by name.") Map<String, ItemField> fields) {
        public Items {
            key = List.copyOf(key);
            fields = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(fields));
        }
    }

    @Field("One field of an item.")
    public record ItemField(
            @Field(value = "CSS selector inside the row; left out: the row itself.", syntax = "css") @Nullable
            String css,

            @Field("The attribute to read; left out: the text.") @Nullable
            String attr,

            @Field(value = "text, int, decimal, url (made absolute) or html.", fallback = "\"text\"")
            FieldType type,

            @Field(value = "A row without this field is a broken row.", fallback = "false")
            boolean required,

            @Field(
                    value = "A regular expression (RE2); its first group, or the whole match, is the value.",
                    syntax = "regex")
            @Nullable
            String regex,

            @Field(value = "The decimal mark of numbers: '.' or ','.", fallback = "\".\"")
            String decimal) {}

    /// How the text of a field is read.
    public enum FieldType {
        TEXT,
        INT,
        DECIMAL,
        URL,
        HTML
    }

    @Field("The way to the next page.")
    public record Next(
            @Field(value = "CSS selector of the link to the next page.", syntax = "css")
            String css,

            @Field(value = "Stop after this many pages.", fallback = "20", min = 1, max = 10000)
            int maxPages) {}

    public static ScrapeJob example() {
        return new ScrapeJob(
                List.of("https://portal.example/tickets"),
                Map.of(),
                new Items(
                        "table.tickets tr[data-id]",
                        List.of("id"),
                        Map.of(
                                "id", new ItemField(null, "data-id", FieldType.TEXT, true, null, "."),
                                "title", new ItemField("td.title", null, FieldType.TEXT, true, null, "."),
                                "link", new ItemField("a", "href", FieldType.URL, false, null, "."))),
                new Next("a[rel=next]", 20),
                1,
                2,
                null,
                null);
    }
}
