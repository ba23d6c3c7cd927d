package dev.rota.bin.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedFileTest {
    private final List<String> lines = new ArrayList<>();
    private Path log = Path.of("/");
    private RotatedFile file = new RotatedFile(log, lines::add);

    @BeforeEach
    void begin(@TempDir Path directory) throws IOException {
        log = directory.resolve("rota.log");
        write("one\ntwo\n");
        file = new RotatedFile(log, lines::add);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private void write(String text) throws IOException {
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void rotate() throws IOException {
        for (int i = 3; i > 0; i--) {
            Path from = log.resolveSibling("rota.log." + i);
            if (Files.exists(from)) {
                Files.move(from, log.resolveSibling("rota.log." + (i + 1)));
            }
        }
        Files.move(log, log.resolveSibling("rota.log.1"));
    }

    @Test
    void linesComeOnceAlsoWhenOneIsWrittenInParts() throws IOException {
        file.beginWithNewest(1);
        file.read();
        write("thr");
        file.read();
        write("ee ä\nfour\n");
        file.read();
        file.read();

        assertThat(lines).containsExactly("two", "three ä", "four");
    }

    @Test
    void noLineIsLostOrDoubledWhenTheFileIsRenamedAndMadeAnew() throws IOException {
        file.beginWithNewest(9);
        file.read();
        write("three\n");
        rotate();
        file.read();
        write("four\n");
        file.read();

        assertThat(lines).containsExactly("one", "two", "three", "four");
    }

    @Test
    void filesThatWereRotatedAwayBetweenTwoLooksAreReadToo() throws IOException {
        file.beginWithNewest(9);
        file.read();
        for (int i = 3; i < 6; i++) {
            rotate();
            write(i + "\n");
        }
        file.read();

        assertThat(lines).containsExactly("one", "two", "3", "4", "5");
    }

    @Test
    void aFileThatIsCutIsReadFromItsBeginning() throws IOException {
        file.beginWithNewest(9);
        file.read();
        Files.writeString(log, "new\n", StandardOpenOption.TRUNCATE_EXISTING);
        file.read();

        assertThat(lines).containsExactly("one", "two", "new");
    }

    @Test
    void theOldestFileComesFirstWhenAllIsRead() throws IOException {
        rotate();
        write("three\n");
        rotate();
        write("four");
        file.beginWithOldest();
        file.read();
        file.finish();

        assertThat(lines).containsExactly("one", "two", "three", "four");
    }

    @Test
    void theNewestLinesOfAFileLargerThanTheBufferAreFound() throws IOException {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 100_000).forEach(i -> text.append("line ").append(i).append('\n'));
        write(text.toString());
        file.beginWithNewest(30_000);
        file.read();

        assertThat(lines).hasSize(30_000).startsWith("line 70000").endsWith("line 99999");
    }

    @Test
    void aLineWithoutEndDoesNotFillTheMemory() throws IOException {
        write("x".repeat(3 * RotatedFile.LONGEST));
        file.beginWithNewest(1);
        file.read();

        assertThat(lines).isNotEmpty().allMatch(line -> line.length() < 2 * RotatedFile.LONGEST);
    }
}
