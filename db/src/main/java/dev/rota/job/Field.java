package dev.rota.job;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes one component of a record that users write, for the form, the JSON Schema and the messages.
///
/// A component that is neither `@Nullable` nor given a [#fallback()] is required.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.TYPE, ElementType.FIELD})
public @interface Field {
    /// One sentence for the reader of the form.
    String value();

    /// The value used when the field is left out, as it would be written in JSON; empty: there is none.
    String fallback() default "";

    /// What the text is written in (`css`, `jsonpath`, `place`, `regex`, `url`, `multiline`, `secret`, `zone`), so
    /// that it can be checked when it is written and shown fittingly.
    String syntax() default "";

    double min() default Double.NEGATIVE_INFINITY;

    double max() default Double.POSITIVE_INFINITY;
}
