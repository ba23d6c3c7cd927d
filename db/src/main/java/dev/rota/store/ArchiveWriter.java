package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.GZIPOutputStream;

/// Writes an [Archive], with a buffer of one frame. The stream it writes to is not closed.
final class ArchiveWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MessageDigest digest = sha256();
    private final GZIPOutputStream file;
    private final DataOutputStream out;
    private final byte[] chunk = new byte[Archive.CHUNK];
    private int filled;

    ArchiveWriter(OutputStream to) throws IOException {
        file = new GZIPOutputStream(to, Archive.CHUNK);
        out = new DataOutputStream(new DigestOutputStream(file, digest));
        out.write(Archive.MAGIC.getBytes(StandardCharsets.US_ASCII));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) { // every JDK has it
            throw new IllegalStateException(impossible);
        }
    }

    void header(Archive.Header header) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("schema", header.schema());
        json.put("taken_at", header.takenAt().toString());
        json.set("weeks", JSON.valueToTree(header.weeks()));
        json.set("sequences", JSON.valueToTree(header.sequences()));
        frame('H', json);
    }

    void table(Archive.Table table) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("table", table.name());
        json.set("columns", JSON.valueToTree(table.columns()));
        frame('T', json);
    }

    /// What COPY gave: a row or a part of one.
    void data(byte[] bytes) throws IOException {
        int from = 0;
        while (from < bytes.length) {
            int some = Math.min(chunk.length - filled, bytes.length - from);
            System.arraycopy(bytes, from, chunk, filled, some);
            filled += some;
            from += some;
            if (filled == chunk.length) {
                flushChunk();
            }
        }
    }

    void endOfTable(long rows) throws IOException {
        flushChunk();
        frame('E', ByteBuffer.allocate(Long.BYTES).putLong(rows).array(), Long.BYTES);
    }

    /// Says that this was all.
    void finish() throws IOException {
        byte[] sum = digest.digest();
        file.write('Z');
        file.write(sum);
        file.finish();
        file.flush();
    }

    private void flushChunk() throws IOException {
        if (filled > 0) {
            frame('D', chunk, filled);
            filled = 0;
        }
    }

    private void frame(char letter, JsonNode json) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(json);
        frame(letter, bytes, bytes.length);
    }

    private void frame(char letter, byte[] bytes, int length) throws IOException {
        out.writeByte(letter);
        out.writeInt(length);
        out.write(bytes, 0, length);
    }
}
