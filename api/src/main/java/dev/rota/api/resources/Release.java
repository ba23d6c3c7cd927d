package dev.rota.api.resources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Which Rota this is.
///
/// @param version as the build wrote it down
/// @param java    of the machine that runs it
public record Release(String version, String java) {

    /// @throws IllegalStateException when the build wrote nothing down
    public static Release current() {
        Properties written = new Properties();
        try (InputStream in = Release.class.getResourceAsStream("release.properties")) {
            if (in == null) {
                throw new IllegalStateException("release.properties is not on the class path: the build is incomplete");
            }
            written.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Release(written.getProperty("version", ""), Runtime.version().toString());
    }
}
