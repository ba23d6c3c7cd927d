package dev.rota.bin.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.bin.CommandFailed;
import dev.rota.job.Problem;
import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    @Test
    void timesDatesAndWordsThatYamlKnowsOtherwiseStayWhatTheyAreInJson() {
        assertThat(Document.parse("a.yaml", """
            at: 22:00
            early: 06:00
            date: 2027-12-24
            time: 2027-12-24T08:00:00Z
            day: on
            country: no
            number: 5
            big: 0.10
            yes: true
            none: ~
            """).tree()).hasToString("""
                {"at":"22:00","early":"06:00","date":"2027-12-24","time":"2027-12-24T08:00:00Z","day":"on",\
                "country":"no","number":5,"big":0.10,"yes":true,"none":null}\
                """);
    }

    @ParameterizedTest
    @CsvSource({"a.json,'[1, 2, 3]'", "a.yaml,'- 1\n- 2\n- 3'"})
    void aListAtTheBeginningIsOneDocumentAndNotManyOfWhichOneIsRead(String name, String text) {
        assertThat(Document.parse(name, text).tree()).hasToString("[1,2,3]");
    }

    @Test
    void aProblemIsToldWithTheLineOfWhatItIsAboutOrOfWhatShouldHoldIt() {
        Document document = Document.parse("a.json", "[\n {\n  \"a\":\n   {\"b\": 1}}]");

        assertThat(document.told(new Problem("/0/a/b", "x", "Wrong."))).isEqualTo("a.json:4: /0/a/b: Wrong.");
        assertThat(document.told(new Problem("/0/a/c", "x", "Wrong."))).isEqualTo("a.json:3: /0/a/c: Wrong.");
        assertThat(document.told(new Problem("/0/d", "x", "Wrong."))).isEqualTo("a.json:2: /0/d: Wrong.");
        assertThat(document.told(new Problem("", "x", "Wrong."))).isEqualTo("a.json:1: Wrong.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '!',
            value = {
                "a.yaml | a: &x {b: 1}\\nc: *x | a.yaml:2: '*x' refers to another part",
                "a.yaml | a: 1\\n---\\na: 2 | A second document begins here",
                "a.yaml | a: 1\\na: 2 | a.yaml:2",
                "a.yaml | a: [1 | a.yaml:1",
                "a.yaml | # nothing | a.yaml is empty.",
                "a.json | {\"a\": 1} {} | A second document begins here",
                "a.json | {\"a\": 1, \"a\": 2} | a.json:1:",
                "a.json | {'a': 1} | This is no JSON",
                "- | {\"a\": | standard input:1:"
            })
    void whatCannotBeReadIsASentenceWithItsPlace(String name, String text, String sentence) {
        assertThatThrownBy(() -> Document.parse(name.equals("-") ? "standard input" : name, text.replace("\\n", "\n")))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("com.fasterxml");
    }

    @Test
    void aFileThatIsNotThereOrADirectoryIsASentence(@TempDir Path directory) {
        assertThatThrownBy(() -> Document.read(directory.resolve("x").toString(), InputStream.nullInputStream()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith("There is no file '");
        assertThatThrownBy(() -> Document.read(directory.toString(), InputStream.nullInputStream()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("cannot be read");
    }
}
