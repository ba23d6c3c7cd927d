package dev.rota.api.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param next the cursor to send as `after` for the page behind this one; null when this is the last
public record PageView<T>(List<T> items, @Nullable String next) {
    public PageView {
        items = List.copyOf(items);
    }
}
