package dev.rota.bin.manual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `rota manual`, for the makers of packages.
@Command(name = "manual", description = "Writes the manual pages into a directory.", hidden = true)
public final class ManualCommand implements Callable<Integer> {
    private final String version;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "such as /usr/share/man")
    private Path directory;

    @SuppressWarnings("NullAway.Init") // the fields are the parser's
    public ManualCommand(String version) {
        this.version = version;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> pages = new ManualPages(spec.root(), version).all();
        for (var page : pages.entrySet()) {
            Path file = directory.resolve(page.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.getValue());
        }
        return 0;
    }
}
