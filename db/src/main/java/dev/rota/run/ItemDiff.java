package dev.rota.run;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Compares the items of a scrape with those that are kept.
///
/// An item is removed only after it was missing in `removedAfterMisses` complete scrapes; a scrape without any item
/// never gets here, and so never deletes anything.
public final class ItemDiff {
    private ItemDiff() {}

    /// An item as it is kept: its hash, how often it was missing, and whether it counts as removed.
    @SuppressWarnings("ArrayRecordComponent") // compared by Arrays.equals where it is compared
    public record Kept(byte[] hash, int misses, boolean removed) {}

    /// @param added     new keys
    /// @param returned  keys that counted as removed and are back
    /// @param changed   known keys with other fields
    /// @param unchanged known keys with the same fields
    /// @param missing   known keys that are missing, not yet often enough
    /// @param removed   known keys that now count as removed
    public record Changes(
            List<ScrapedItem> added,
            List<ScrapedItem> returned,
            List<ScrapedItem> changed,
            List<ScrapedItem> unchanged,
            List<String> missing,
            List<String> removed) {}

    /// @param complete whether the scrape saw all there is; if not, nothing is missing
    public static Changes compare(
            List<ScrapedItem> found, Map<String, Kept> kept, boolean complete, int removedAfterMisses) {
        Changes changes = new Changes(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        SortedMap<String, ScrapedItem> byKey = new TreeMap<>();
        found.forEach(item -> byKey.put(item.key(), item));
        for (ScrapedItem item : byKey.values()) {
            Kept known = kept.get(item.key());
            if (known == null) {
                changes.added().add(item);
            } else if (known.removed()) {
                changes.returned().add(item);
            } else if (MessageDigest.isEqual(known.hash(), hash(item.fields()))) {
                changes.unchanged().add(item);
            } else {
                changes.changed().add(item);
            }
        }
        if (complete && !byKey.isEmpty()) {
            kept.forEach((key, known) -> {
                if (!known.removed() && !byKey.containsKey(key)) {
                    (known.misses() + 1 >= removedAfterMisses ? changes.removed() : changes.missing()).add(key);
                }
            });
        }
        return changes;
    }

    /// SHA-256 over the fields by name, so that order and number formats (1.0, 1.00) make no difference.
    public static byte[] hash(SortedMap<String, Object> fields) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            fields.forEach((name, value) -> {
                String text = value instanceof BigDecimal number
                        ? number.stripTrailingZeros().toPlainString()
                        : value.toString();
                sha.update((name.length() + ":" + name + "=" + text.length() + ":" + text + ";")
                        .getBytes(StandardCharsets.UTF_8));
            });
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
