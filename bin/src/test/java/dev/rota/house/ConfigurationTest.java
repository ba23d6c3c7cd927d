package dev.rota.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rota.config.ConfigException;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written about the configuration names every key there is, and none that there is not.
class ConfigurationTest {

    private static final Path SHIPPED = SourceRules.root().resolve("packaging/systemd/rota.conf");

    @Test
    void theShippedFileShowsEveryKeyOnce() throws IOException {
        List<String> shown = keys("(?m)^#(ROTA_[A-Z_]+)=", Files.readString(SHIPPED));

        assertThat(shown).doesNotHaveDuplicates();
        // The file cannot say where it is itself.
        assertThat(shown).containsExactlyInAnyOrderElementsOf(written(Key.CONFIG));
    }

    @Test
    void theReadMeDescribesEveryKeyOnce() throws IOException {
        String readMe = Files.readString(SourceRules.root().resolve("README.md"));

        List<String> shown = keys("(?m)^\\| `(ROTA_[A-Z_]+)` ", readMe);
        assertThat(shown).doesNotHaveDuplicates();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(written());
    }

    @Test
    void theShippedFileCanBeReadWithEveryCommentedKeyInUse(@TempDir Path directory) throws Exception {
        String inUse = Files.readString(SHIPPED).replaceAll("(?m)^#(ROTA_[A-Z_]+=)", "$1");
        Path file = Files.writeString(directory.resolve("rota.conf"), inUse);

        String url = Settings.load(Map.of(), file).read(settings -> settings.required(Key.DB_URL));
        assertThat(url).startsWith("jdbc:postgresql://");
    }

    @Test
    void aMisspeltKeyInTheFileWouldBeSeen(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("rota.conf"), "ROTA_LISTN=127.0.0.1:1\n");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Settings.load(Map.of(), file).read(settings -> settings));
    }

    private static Set<String> written(Key... without) {
        Set<String> left = Arrays.stream(without).map(Key::written).collect(Collectors.toSet());
        return Arrays.stream(Key.values())
                .map(Key::written)
                .filter(key -> !left.contains(key))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> keys(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
