package dev.rota.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rota.syntax.Json;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Reads FossaWork's own database (SQLite or PostgreSQL): the tables `scraping_schedules` and `scraping_history`.
/// Columns that a version of it did not have are null; times without an offset are UTC, as it wrote them.
public final class FossaWorkSource {
    private final Jdbi jdbi;

    private FossaWorkSource(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /// A schedule as it stood there.
    ///
    /// @param activeHours `{"start": 6, "end": 22}`, or null
    public record OldSchedule(
            String user,
            String type,
            @Nullable Double intervalHours,
            @Nullable JsonNode activeHours,
            boolean enabled,
            boolean configured) {}

    /// A run as it stood there.
    public record OldRun(
            String id,
            String user,
            String type,
            Instant startedAt,
            @Nullable Instant completedAt,
            boolean success,
            boolean manual,
            long processed,
            long added,
            long updated,
            long failed,
            @Nullable String message,
            @Nullable String details) {}

    /// What is there.
    ///
    /// @param unreadable rows of the history whose start is no time
    public record Contents(List<OldSchedule> schedules, List<OldRun> runs, long unreadable) {}

    /// It is there, but cannot be read as FossaWork's.
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /// @param url of JDBC, with user and password in it where they are needed
    public static FossaWorkSource at(String url) {
        return new FossaWorkSource(Jdbi.create(url));
    }

    /// @param since of runs that started earlier only that they are there is kept
    public Contents read(Instant since) throws Unreadable {
        try {
            return jdbi.withHandle(handle -> read(handle, since));
        } catch (RuntimeException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new Unreadable(
                    String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown"), e);
        }
    }

    private static Contents read(Handle handle, Instant since) {
        List<OldSchedule> schedules = rows(handle, "select * from scraping_schedules order by id").stream()
                .map(FossaWorkSource::schedule)
                .toList();
        List<OldRun> runs = new ArrayList<>();
        long unreadable = 0;
        for (Map<String, String> row : rows(handle, "select * from scraping_history order by id")) {
            Instant started = instant(row.get("started_at"));
            if (started == null) {
                unreadable++;
            } else {
                if (started.isBefore(since)) {
                    row.keySet().removeAll(List.of("error_message", "error_details"));
                }
                runs.add(run(row, started));
            }
        }
        return new Contents(schedules, runs, unreadable);
    }

    /// Every column as text, for the two databases have different types.
    private static List<Map<String, String>> rows(Handle handle, String select) {
        return handle.createQuery(select).map((row, _) -> texts(row)).list();
    }

    private static Map<String, String> texts(ResultSet row) throws SQLException {
        Map<String, String> texts = new HashMap<>();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String text = row.getString(i);
            if (text != null) {
                texts.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), text);
            }
        }
        return texts;
    }

    private static OldSchedule schedule(Map<String, String> row) {
        String hours = row.get("interval_hours");
        return new OldSchedule(
                row.getOrDefault("user_id", ""),
                row.getOrDefault("schedule_type", ""),
                hours == null ? null : Double.valueOf(hours),
                json(row.get("active_hours")),
                isTrue(row.getOrDefault("enabled", "1")),
                !List.of("", "null", "{}").contains(row.getOrDefault("config", "")));
    }

    private static OldRun run(Map<String, String> row, Instant started) {
        Instant completed = instant(row.get("completed_at"));
        String seconds = row.get("duration_seconds");
        if (completed == null && seconds != null) {
            completed = started.plusMillis(Math.round(Double.parseDouble(seconds) * 1000));
        }
        return new OldRun(
                row.getOrDefault("id", ""),
                row.getOrDefault("user_id", ""),
                row.getOrDefault("schedule_type", ""),
                started,
                completed == null || completed.isBefore(started) ? null : completed,
                isTrue(row.getOrDefault("success", "0")),
                row.getOrDefault("trigger_type", "").equals("manual"),
                number(row.get("items_processed")),
                number(row.get("items_added")),
                number(row.get("items_updated")),
                number(row.get("items_failed")),
                row.get("error_message"),
                row.get("error_details"));
    }

    private static boolean isTrue(String text) {
        return List.of("1", "t", "true").contains(text.toLowerCase(Locale.ROOT));
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Math.max(0, Math.min(Integer.MAX_VALUE, (long) Double.parseDouble(text)));
    }

    private static @Nullable JsonNode json(@Nullable String text) {
        try {
            JsonNode json = text == null ? null : Json.parse(text);
            return json == null || json.isNull() ? null : json;
        } catch (Json.NotJson _) {
            return Json.object(); // something that is no window
        }
    }

    private static @Nullable Instant instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String plain = text.strip().replace(' ', 'T').replaceFirst("([+-]\\d\\d)$", "$1:00");
        try {
            boolean offset = plain.endsWith("Z") || plain.matches(".*T.*[+-]\\d\\d:\\d\\d");
            return offset
                    ? OffsetDateTime.parse(plain).toInstant()
                    : LocalDateTime.parse(plain).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
