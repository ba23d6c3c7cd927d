package dev.rota.daemon.jobs.scrape;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/// Reads a page, unless its run is stopped meanwhile: the parser itself hears no interrupt, and a page of a million
/// elements within each other keeps it for half a minute.
final class Html {
    private Html() {}

    /// @param base the address that links of the page are relative to
    static Document parse(String page, String base) throws InterruptedException {
        try (StringReader reader = new Interruptible(page)) {
            return Parser.htmlParser().parseInput(reader, base);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException && Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            throw e;
        }
    }

    private static final class Interruptible extends StringReader {
        Interruptible(String text) {
            super(text);
        }

        @Override
        public int read(char[] into, int from, int length) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("The page is not read to its end: the run was stopped.");
            }
            return super.read(into, from, length);
        }
    }
}
