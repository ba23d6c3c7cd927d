package dev.rota.run;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// One item a scrape found.
///
/// @param key    what identifies the item within its schedule (the key fields' values, joined by `|`)
/// @param fields the fields by name; a value is a `String`, a `Long` or a `BigDecimal`; an absent field has no entry
public record ScrapedItem(String key, SortedMap<String, Object> fields) {
    public ScrapedItem {
        key = StorableText.of(key);
        SortedMap<String, Object> kept = new TreeMap<>();
        fields.forEach((field, value) ->
                kept.put(StorableText.of(field), value instanceof String text ? StorableText.of(text) : value));
        fields = Collections.unmodifiableSortedMap(kept);
    }
}
