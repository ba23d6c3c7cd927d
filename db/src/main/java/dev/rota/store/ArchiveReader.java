package dev.rota.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Reads an [Archive] from its beginning to its end, a frame at a time. Whoever reads it twice knows after the first
/// time that it is whole.
final class ArchiveReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    ArchiveReader(Path file) {
        this.file = file;
    }

    /// Takes what is in the file, in its order.
    interface Taker {
        default void header(Archive.Header header) {}

        default void table(Archive.Table table) {}

        /// @param bytes only valid during the call
        default void data(byte[] bytes, int length) {}

        default void endOfTable(long rows) {}
    }

    /// Reads the whole file and gives it away.
    ///
    /// @throws DatabaseTrouble when it is none, ends early, or was changed
    void read(Taker taker) {
        MessageDigest digest = ArchiveWriter.sha256();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = new GZIPInputStream(raw, Archive.CHUNK);
                DigestInputStream digested = new DigestInputStream(plain, digest);
                DataInputStream in = new DataInputStream(digested)) {
            byte[] magic = in.readNBytes(Archive.MAGIC.length());
            if (!new String(magic, StandardCharsets.US_ASCII).equals(Archive.MAGIC)) {
                throw Archive.broken(file + " was not written by this kind of rota backup");
            }
            byte[] frame = new byte[Archive.CHUNK];
            while (true) {
                digested.on(false);
                int letter = in.read();
                if (letter == 'Z') {
                    end(in, digest.digest());
                    return;
                }
                digest.update((byte) letter);
                digested.on(true);
                int length = in.readInt();
                if (letter < 0 || length < 0 || length > Archive.LARGEST_FRAME) {
                    throw Archive.broken(file + " was changed or cut");
                }
                frame = length > frame.length ? new byte[length] : frame;
                in.readFully(frame, 0, length);
                give(taker, letter, frame, length);
            }
        } catch (JsonProcessingException e) {
            throw Archive.broken(file + " was changed");
        } catch (IOException e) {
            throw Archive.broken(file + " cannot be read to its end (" + e.getMessage() + ")");
        }
    }

    private void end(DataInputStream in, byte[] sum) throws IOException {
        byte[] told = in.readNBytes(sum.length);
        if (!MessageDigest.isEqual(sum, told) || in.read() >= 0) {
            throw Archive.broken("the checksum of " + file + " is wrong");
        }
    }

    private void give(Taker taker, int letter, byte[] frame, int length) throws IOException {
        switch (letter) {
            case 'H' -> taker.header(header(JSON.readTree(frame, 0, length)));
            case 'T' -> {
                JsonNode json = JSON.readTree(frame, 0, length);
                taker.table(new Archive.Table(json.path("table").asText(), words(json.path("columns"))));
            }
            case 'D' -> taker.data(frame, length);
            case 'E' -> taker.endOfTable(ByteBuffer.wrap(frame, 0, length).getLong());
            default -> throw Archive.broken(file + " was changed");
        }
    }

    private static Archive.Header header(JsonNode json) {
        Map<String, List<String>> weeks = new HashMap<>();
        json.path("weeks").properties().forEach(entry -> weeks.put(entry.getKey(), words(entry.getValue())));
        Map<String, Long> sequences = new HashMap<>();
        json.path("sequences")
                .properties()
                .forEach(entry -> sequences.put(entry.getKey(), entry.getValue().asLong()));
        return new Archive.Header(
                json.path("schema").asInt(), Instant.parse(json.path("taken_at").asText()), weeks, sequences);
    }

    private static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return words;
    }
}
