package dev.rota.daemon.jobs.scrape;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.rota.daemon.jobs.JobFailed;
import dev.rota.job.ScrapeJob.FieldType;
import dev.rota.job.ScrapeJob.ItemField;
import dev.rota.run.FailureClass;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.select.Evaluator;
import org.jspecify.annotations.Nullable;

/// Reads one field of an item.
final class FieldReader {

    /// What stands there cannot be read as the field's type.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String sentence) {
            super(sentence);
        }
    }

    private final String name;
    private final ItemField field;
    private final @Nullable Evaluator css;
    private final @Nullable Pattern regex;
    private final char decimal;

    private FieldReader(String name, ItemField field, @Nullable Evaluator css, @Nullable Pattern regex, char decimal) {
        this.name = name;
        this.field = field;
        this.css = css;
        this.regex = regex;
        this.decimal = decimal;
    }

    /// @throws JobFailed class `config` when a selector, an expression or the decimal mark cannot be used
    static FieldReader of(String name, ItemField field) throws JobFailed {
        if (!field.decimal().equals(".") && !field.decimal().equals(",")) {
            throw new JobFailed(
                    FailureClass.CONFIG,
                    "The field " + name + ": the decimal mark is '.' or ',', not '" + field.decimal() + "'.");
        }
        try {
            Pattern regex = field.regex() == null ? null : Pattern.compile(field.regex());
            Evaluator css = field.css() == null ? null : Selectors.compile(field.css());
            return new FieldReader(name, field, css, regex, field.decimal().charAt(0));
        } catch (PatternSyntaxException e) {
            throw new JobFailed(
                    FailureClass.CONFIG,
                    "The expression of the field " + name + " cannot be read: " + e.getDescription() + ".",
                    null,
                    e);
        }
    }

    String name() {
        return name;
    }

    boolean required() {
        return field.required();
    }

    /// @return empty when the field is not there
    Optional<Object> read(Element row) throws Unreadable {
        Element element = css == null ? row : row.selectFirst(css);
        if (element == null) {
            return Optional.empty();
        }
        String raw = raw(element);
        if (regex != null) {
            Matcher matcher = regex.matcher(raw);
            if (!matcher.find()) {
                return Optional.empty();
            }
            String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            raw = group == null ? "" : group;
        }
        String text = raw.strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(typed(text, element));
    }

    private String raw(Element element) {
        if (field.attr() != null) {
            return element.attr(field.attr());
        }
        return switch (field.type()) {
            case TEXT, INT, DECIMAL -> element.text();
            case HTML -> element.html();
            case URL -> element.hasAttr("href") ? element.attr("href") : element.attr("src");
        };
    }

    private Object typed(String text, Element element) throws Unreadable {
        return switch (field.type()) {
            case TEXT, HTML -> text;
            case URL -> absolute(text, element);
            case DECIMAL -> Decimals.decimal(text, decimal).orElseThrow(() -> unreadable(text, "a number"));
            case INT -> Decimals.whole(text, decimal).orElseThrow(() -> unreadable(text, "a whole number"));
        };
    }

    private String absolute(String text, Element element) throws Unreadable {
        String absolute = org.jsoup.internal.StringUtil.resolve(element.baseUri(), text);
        if (absolute.isEmpty()) {
            throw unreadable(text, "an address");
        }
        return absolute;
    }

    private Unreadable unreadable(String text, String what) {
        String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
        return new Unreadable("the field " + name + " holds '" + shown + "', which is not " + what
                + (field.type() == FieldType.DECIMAL || field.type() == FieldType.INT
                        ? " with the decimal mark '" + decimal + "'"
                        : ""));
    }
}
