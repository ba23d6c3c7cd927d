package dev.rota.bin.document;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.rota.bin.CommandFailed;
import dev.rota.bin.ExitCode;
import dev.rota.job.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A JSON or YAML document from a file or from standard input, with the line on which each part of it stands.
public final class Document {
    /// The most that is read, in bytes.
    private static final int MOST = 16_000_000;

    private final String name;
    private final JsonNode tree;
    private final Map<String, Integer> lines;

    private Document(String name, JsonNode tree, Map<String, Integer> lines) {
        this.name = name;
        this.tree = tree;
        this.lines = lines;
    }

    /// Reads a document. What ends in `.json` is JSON, what ends in `.yaml` or `.yml` is YAML; anything else is
    /// JSON if it begins with a brace or a bracket.
    ///
    /// @param file `-` reads standard input
    /// @throws CommandFailed with a sentence, when there is no such document
    public static Document read(String file, InputStream standardInput) {
        String name = name(file);
        return parse(name, text(file, name, standardInput));
    }

    /// All documents of a file; those that hold nothing are left out.
    ///
    /// @param file `-` reads standard input
    /// @throws CommandFailed with a sentence, when it cannot be read or there is none
    public static List<Document> readAll(String file, InputStream standardInput) {
        String name = name(file);
        return documents(name, text(file, name, standardInput));
    }

    /// The same, of a text.
    ///
    /// @param name how the document is called in sentences
    public static Document parse(String name, String text) {
        List<Document> documents = documents(name, text);
        if (documents.size() > 1) {
            throw refused(name + ":" + documents.get(1).line("")
                    + ": A second document begins here; write one, with a list in it.");
        }
        return documents.getFirst();
    }

    private static List<Document> documents(String name, String text) {
        boolean yaml = isYaml(name, text);
        ObjectMapper mapper = yaml ? Mappers.YAML : Mappers.JSON;
        List<Document> documents = new ArrayList<>();
        try (JsonParser parser = mapper.createParser(text)) {
            List<Map<String, Integer>> lines = lines(mapper, text, name);
            // One by one: an iterator of Jackson would take a list at the beginning for a list of documents.
            for (int i = 0; i < lines.size(); i++) {
                JsonNode tree = mapper.readTree(parser);
                if (tree != null && !isNothing(tree)) {
                    documents.add(new Document(name, tree, lines.get(i)));
                }
            }
        } catch (JsonProcessingException e) {
            throw refused(at(name, e) + ": This is no " + (yaml ? "YAML" : "JSON") + ": " + sentence(e));
        } catch (IOException e) {
            throw refused(name + " cannot be read: " + e.getMessage() + ".");
        }
        if (documents.isEmpty()) {
            throw refused(name + " is empty.");
        }
        return documents;
    }

    private static boolean isNothing(JsonNode tree) {
        return tree.isMissingNode()
                || tree.isNull()
                || (tree.isTextual() && tree.asText().isBlank());
    }

    private static String name(String file) {
        return file.equals("-") ? "standard input" : file;
    }

    /// A tree as YAML, without the line that marks the beginning of a document.
    public static String yaml(JsonNode tree) {
        try {
            String text = Mappers.YAML.writeValueAsString(tree);
            // Some words that look like numbers or dates are read as such again; where that happens all are quoted.
            return Mappers.YAML.readTree(text).equals(Mappers.JSON.readTree(tree.toString()))
                    ? text
                    : Mappers.QUOTED_YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    public JsonNode tree() {
        return tree;
    }

    /// What is wrong with a part, on one line: file, line, pointer, sentence.
    public String told(Problem problem) {
        return name + ":" + line(problem.pointer()) + ": " + problem;
    }

    /// The line of a part; of one that is not there, that of what should hold it.
    private int line(String pointer) {
        String here = pointer;
        while (!lines.containsKey(here) && !here.isEmpty()) {
            here = here.substring(0, Math.max(0, here.lastIndexOf('/')));
        }
        return lines.getOrDefault(here, 1);
    }

    private static boolean isYaml(String name, String text) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".json")) {
            return false;
        }
        String begin = text.stripLeading();
        return lower.endsWith(".yaml")
                || lower.endsWith(".yml")
                || !(begin.startsWith("{") || begin.startsWith("[") || begin.isEmpty());
    }

    private static String text(String file, String name, InputStream standardInput) {
        byte[] bytes;
        try (InputStream in = file.equals("-") ? standardInput : Files.newInputStream(Path.of(file))) {
            bytes = in.readNBytes(MOST + 1);
        } catch (NoSuchFileException | InvalidPathException _) {
            throw new CommandFailed(ExitCode.FAILURE, "There is no file '" + file + "'.");
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILURE, "'" + file + "' cannot be read: " + e.getMessage() + ".", e);
        }
        if (bytes.length > MOST) {
            throw refused(name + " is larger than 16 MB, which is the most that is read.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException _) {
            throw refused(name + " is not UTF-8 text.");
        }
    }

    /// The line of each part, for each document of a text.
    private static List<Map<String, Integer>> lines(ObjectMapper mapper, String text, String name) throws IOException {
        List<Map<String, Integer>> all = new ArrayList<>();
        boolean ended = true;
        try (JsonParser parser = mapper.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    throw refused(name + ":" + line + ": '*" + parser.getText()
                            + "' refers to another part, which is not read here; write that part out.");
                }
                if (ended) {
                    all.add(new HashMap<>());
                }
                all.getLast()
                        .putIfAbsent(parser.getParsingContext().pathAsPointer().toString(), line);
                ended = parser.getParsingContext().inRoot();
            }
        }
        return all;
    }

    private static CommandFailed refused(String sentence) {
        return new CommandFailed(ExitCode.REFUSED, sentence);
    }

    private static String at(String name, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null ? name : name + ":" + at.getLineNr() + ":" + at.getColumnNr();
    }

    private static String sentence(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("it cannot be parsed") + ".";
    }
}
