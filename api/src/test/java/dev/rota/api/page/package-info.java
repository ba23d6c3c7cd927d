/// The page in a real Chromium, against the real API on a real database.
@NullMarked
package dev.rota.api.page;

import org.jspecify.annotations.NullMarked;
