package dev.rota.daemon.jobs.http;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bytes into text: by the Content-Type header, else a byte order mark, else what the document says of itself in its
/// first kilobyte (HTML meta, XML declaration), else UTF-8. A byte that means nothing becomes U+FFFD.
final class Encoding {
    /// Bounded repetitions on a bounded text: it cannot run away.
    private static final Pattern DECLARED =
            Pattern.compile("(?:charset|encoding)\\s{0,8}=\\s{0,8}[\"']?\\s{0,8}([A-Za-z0-9_:.-]{1,40})");

    private Encoding() {}

    static String decode(byte[] bytes, @Nullable String contentType, Consumer<String> warn) {
        Charset mark = byMark(bytes);
        Charset charset = parameter(contentType)
                .flatMap(name -> named(name, "the header", warn))
                .or(() -> Optional.ofNullable(mark))
                .or(() -> declared(bytes).flatMap(name -> named(name, "the document", warn)))
                .orElse(StandardCharsets.UTF_8);
        String text = new String(bytes, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    static Optional<String> mediaType(@Nullable String contentType) {
        return Optional.ofNullable(contentType)
                .map(value -> value.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT))
                .filter(value -> !value.isEmpty());
    }

    private static Optional<String> parameter(@Nullable String contentType) {
        return contentType == null
                ? Optional.empty()
                : find(contentType.substring(0, Math.min(contentType.length(), 1024)));
    }

    private static Optional<String> declared(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.ISO_8859_1);
        boolean markup = start.stripLeading().startsWith("<");
        // A document read as ASCII so far cannot be UTF-16, whatever it says.
        return markup
                ? find(start).filter(name -> !name.toLowerCase(Locale.ROOT).startsWith("utf-16"))
                : Optional.empty();
    }

    private static Optional<String> find(String text) {
        Matcher matcher = DECLARED.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Optional<Charset> named(String name, String where, Consumer<String> warn) {
        // What calls itself Latin 1 or ASCII on the web is windows-1252 (WHATWG), which differs in the control range
        // only.
        String real =
                name.toLowerCase(Locale.ROOT).matches("iso-?8859-1|latin-?1|us-ascii|ascii") ? "windows-1252" : name;
        try {
            return Optional.of(Charset.forName(real));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            warn.accept(
                    "the encoding '" + name + "' that " + where + " names is not known; it is left out of account.");
            return Optional.empty();
        }
    }

    private static @Nullable Charset byMark(byte[] b) {
        if (b.length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) {
            return StandardCharsets.UTF_8;
        }
        if (b.length >= 2 && b[0] == (byte) 0xFE && b[1] == (byte) 0xFF) {
            return StandardCharsets.UTF_16BE;
        }
        return b.length >= 2 && b[0] == (byte) 0xFF && b[1] == (byte) 0xFE ? StandardCharsets.UTF_16LE : null;
    }
}
