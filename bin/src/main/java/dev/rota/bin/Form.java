package dev.rota.bin;

/// The form of an answer.
public enum Form {
    /// For people.
    TABLE,
    JSON,
    YAML,
    /// A row of names, then a row for each thing; for lists.
    CSV
}
