package dev.rota.daemon.jobs.scrape;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunLog;
import dev.rota.job.ScrapeJob;
import dev.rota.run.ScrapedItem;
import dev.rota.run.StorableText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;

/// The items found so far, by key.
final class Items {
    private static final int TOLD = 20;

    /// PostgreSQL refuses index entries of more than 2,704 bytes, and with them the whole run's result.
    private static final int LONGEST_KEY = 2_400;

    private final Evaluator select;
    private final List<String> key;
    private final List<FieldReader> fields;
    private final RunLog log;
    private final Map<String, NavigableMap<String, Object>> found = new LinkedHashMap<>();
    private int rows;
    private int broken;
    private int doubled;
    private int said;

    private Items(Evaluator select, List<String> key, List<FieldReader> fields, RunLog log) {
        this.select = select;
        this.key = key;
        this.fields = fields;
        this.log = log;
    }

    /// @throws JobFailed class `config` when a selector or an expression cannot be read
    static Items of(ScrapeJob.Items spec, RunLog log) throws JobFailed {
        List<FieldReader> fields = new ArrayList<>();
        for (Map.Entry<String, ScrapeJob.ItemField> field : spec.fields().entrySet()) {
            fields.add(FieldReader.of(field.getKey(), field.getValue()));
        }
        return new Items(Selectors.compile(spec.select()), spec.key(), fields, log);
    }

    /// Reads the rows of a page.
    ///
    /// @return how many rows there were
    int read(Document page, String where) {
        int here = 0;
        for (Element row : page.select(select)) {
            here++;
            rows++;
            read(row, "Row " + here + " of " + where);
        }
        return here;
    }

    private void read(Element row, String where) {
        NavigableMap<String, Object> values = new TreeMap<>();
        for (FieldReader field : fields) {
            boolean needed = field.required() || key.contains(field.name());
            try {
                Optional<Object> value = field.read(row);
                if (value.isPresent()) {
                    values.put(field.name(), value.get());
                } else if (needed) {
                    broken++;
                    tell(where + " is left out: the field " + field.name() + " is not there.");
                    return;
                }
            } catch (FieldReader.Unreadable e) {
                if (needed) {
                    broken++;
                    tell(where + " is left out: " + e.getMessage() + ".");
                    return;
                }
                tell(where + ": " + e.getMessage() + "; the field is left out.");
            }
        }
        keep(values, where);
    }

    private void keep(NavigableMap<String, Object> values, String where) {
        String joined = StorableText.of(String.join(
                "|", key.stream().map(name -> String.valueOf(values.get(name))).toList()));
        if (joined.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            broken++;
            tell(where + " is left out: its key is longer than " + LONGEST_KEY + " bytes. Choose shorter key fields.");
            return;
        }
        NavigableMap<String, Object> before = found.putIfAbsent(joined, values);
        if (before != null) {
            doubled++;
            tell(where + " has the same key as an earlier one ('" + joined + "'); they are merged.");
            values.forEach(before::putIfAbsent);
        }
    }

    private void tell(String sentence) {
        if (said++ < TOLD) {
            log.warn(sentence);
        } else if (said == TOLD + 1) {
            log.warn("More of the same is not told.");
        }
    }

    int size() {
        return found.size();
    }

    int rows() {
        return rows;
    }

    int broken() {
        return broken;
    }

    int doubled() {
        return doubled;
    }

    List<ScrapedItem> all() {
        return found.entrySet().stream()
                .map(item -> new ScrapedItem(item.getKey(), item.getValue()))
                .toList();
    }
}
