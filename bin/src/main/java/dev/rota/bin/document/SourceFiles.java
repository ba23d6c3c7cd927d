package dev.rota.bin.document;

import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The documents of several files and directories.
public final class SourceFiles {
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private SourceFiles() {}

    /// Reads all of them, in the order in which they are named; of a directory, what ends in `.yaml`, `.yml` or
    /// `.json` there and below, by name.
    ///
    /// @param sources files and directories; `-` is standard input
    /// @throws CommandFailed with everything that cannot be read
    public static List<Document> read(List<String> sources, InputStream standardInput) {
        List<Document> documents = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        ExitCode code = ExitCode.REFUSED;
        for (String source : sources) {
            for (String file : files(source, wrong)) {
                try {
                    documents.addAll(Document.readAll(file, standardInput));
                } catch (CommandFailed failed) {
                    wrong.add(String.valueOf(failed.getMessage()));
                    code = failed.code();
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new CommandFailed(code, String.join("\n  ", wrong));
        }
        return documents;
    }

    private static List<String> files(String source, List<String> wrong) {
        if (source.equals("-") || !Files.isDirectory(Path.of(source))) {
            return List.of(source);
        }
        try (Stream<Path> below = Files.walk(Path.of(source))) {
            List<String> files = below.filter(SourceFiles::isDocument)
                    .map(Path::toString)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                wrong.add("There is no .yaml, .yml or .json file in the directory '" + source + "'.");
            }
            return files;
        } catch (IOException | java.io.UncheckedIOException e) {
            wrong.add("The directory '" + source + "' cannot be read: " + e.getMessage() + ".");
            return List.of();
        }
    }

    private static boolean isDocument(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(path);
    }
}
