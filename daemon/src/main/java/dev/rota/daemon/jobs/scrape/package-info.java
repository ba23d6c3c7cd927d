/// Jobs of the kind `scrape`: pages, their rows, the fields of each row, the next page.
///
/// Nothing is handed over until everything is read and enough was found; what could not be read completely says so,
/// so that nothing counts as removed because a page was missing.
@NullMarked
package dev.rota.daemon.jobs.scrape;

import org.jspecify.annotations.NullMarked;
