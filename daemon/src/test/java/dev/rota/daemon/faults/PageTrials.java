package dev.rota.daemon.faults;

import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.daemon.jobs.ServerForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Targets that answer, but what: pages that no editor would write, and requests to come again later.
final class PageTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-37, F-38", "broken and monstrous pages, in charsets that they are not in", PageTrials::pages),
            new Trial("F-39", "429 and 503 with a Retry-After, sensible and not", PageTrials::busy));

    private static final String ROW = "<tr data-id=%d><td class=t>a name of %s</td></tr>";

    private PageTrials() {}

    /// By their paths.
    private static Map<String, byte[]> monsters() {
        String rows = "<table>" + ROW.formatted(1, "one") + ROW.formatted(2, "two") + "</table>";
        StringBuilder attributes = new StringBuilder("<table ");
        for (int n = 0; n < 100_000; n++) {
            attributes.append('a').append(n).append("=1 ");
        }
        Map<String, byte[]> pages = new LinkedHashMap<>();
        pages.put("/nested", utf8("<div>".repeat(1_000_000) + rows));
        pages.put("/attributes", utf8(attributes + ">" + rows));
        pages.put("/unclosed", utf8(rows.replaceAll("</\\w+>", "") + "<![CDATA[<svg><style><math><!--"));
        pages.put("/one-line", utf8(" x".repeat(2_000_000) + rows));
        pages.put("/controls", utf8("\uFEFF" + rows.replace("name", "\0n\033[31m\u202Ea\u0085m\u2028e\0")));
        pages.put("/latin", rows.replace("name", "n\u00e4me \u20ac").getBytes(Charset.forName("windows-1252")));
        pages.put("/broken", bytes(utf8(rows.replace("</table>", "")), 0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF8, 0xFF));
        pages.put("/utf-7", utf8(rows.replace("name", "+AGE-")));
        return pages;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(byte[] first, int... more) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        for (int each : more) {
            all.write(each);
        }
        return all.toByteArray();
    }

    private static Finding pages(Terms terms) throws Exception {
        try (World world = new World();
                ServerForTests server = new ServerForTests()) {
            Map<String, byte[]> monsters = monsters();
            for (var each : monsters.entrySet()) {
                String charset = each.getKey().equals("/utf-7") ? "x-no-such-thing" : "utf-8";
                byte[] answer = ServerForTests.answer("200 OK", "text/html; charset=" + charset, each.getValue());
                server.on(each.getKey(), (_, out) -> out.write(answer));
            }
            Member daemon = world.fleet.start("one", world.database(), open(world, server));
            world.schedules(10, "PT1S", Target.WORK);
            for (String path : monsters.keySet()) {
                scrape(world, path, server.url(path));
            }
            int times = terms.times(3);
            world.until("""
                select count(*) = %d from (select schedule_id from rota.run where schedule_name like '%s%%'
                  and status in ('succeeded', 'failed') group by 1 having count(*) >= %d) each\
                """.formatted(monsters.size(), Judge.GUILTY, times));
            world.worksAgain();
            long wrong = world.judge.count("""
                select count(*) from rota.run where schedule_name like '%s%%' and status = 'failed'
                  and failure_class not in ('parse', 'empty', 'quality', 'too_large', 'timeout')\
                """.formatted(Judge.GUILTY));
            long unread = world.judge.count("""
                select count(*) from (values ('/unclosed'), ('/one-line'), ('/controls'), ('/latin'), ('/broken')) p(path)
                where not exists (select from rota.run where schedule_name = '%s-' || path and status = 'succeeded')\
                """.formatted(Judge.GUILTY));
            long bit =
                    world.judge.count("select count(*) from rota.run where schedule_name like '" + Judge.GUILTY + "%'");
            boolean alive = daemon.process().isAlive();
            return Finding.of(bit, world.verdict())
                    .zero("of another class", wrong)
                    .zero("pages not read that can be", unread)
                    .sure("the same process", alive)
                    .note(world.judge.becameByPath());
        }
    }

    private static void scrape(World world, String path, String url) throws SQLException {
        world.observer.execute("""
            insert into rota.account (name, role) values ('admin', 'admin') on conflict do nothing;
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            select (select min(id) from rota.account), '%1$s-%2$s', 'scrape', 'scrape',
              '{"start": ["%3$s"], "items": {"select": "tr[data-id]", "key": ["id"], "fields": {
                "id": {"attr": "data-id", "type": "text", "required": true},
                "title": {"css": "td.t", "type": "text", "required": true}}}, "timeout": "PT20S"}',
              jsonb_build_object('every', 'PT2S',
                'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), 'Europe/Rome', t, t
            from date_trunc('second', clock_timestamp()) t\
            """.formatted(Judge.GUILTY, path, url));
    }

    private static Map<String, String> open(World world, ServerForTests server) {
        return Map.of(
                "ROTA_EGRESS_ALLOW",
                world.target.endpoint().replace(":", "/32:") + ",127.0.0.1/32:" + server.port(),
                "ROTA_SLOTS",
                "24");
    }

    private static Finding busy(Terms terms) throws Exception {
        Queue<Long> came = new ConcurrentLinkedQueue<>();
        try (World world = new World();
                ServerForTests server = new ServerForTests()) {
            byte[] soon = utf8("HTTP/1.1 429 Busy\r\nRetry-After: 4\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            server.on("/seconds", (_, out) -> {
                came.add(System.nanoTime());
                out.write(soon);
            });
            server.status("/restart", "503 Restarting", "Retry-After: 2");
            server.status("/century", "503 Restarting", "Retry-After: 3153600000");
            server.status("/nonsense", "429 Busy", "Retry-After: soon");
            Member daemon = world.fleet.start("one", world.database(), open(world, server));
            world.schedules(10, "PT1S", Target.WORK);
            for (String path : List.of("/seconds", "/restart", "/century", "/nonsense")) {
                world.guilty(1, "PT1S", server.url(path), "PT20S");
            }
            int times = terms.times(6); // one more than would be too many
            World.until(() -> came.size() >= times);
            world.worksAgain();
            long early = early(came);
            long counted = world.judge.count("""
                select count(*) from rota.schedules where name like '%1$s%%' and name not like '%%/nonsense'
                  and (failures > 0 or auto_disabled_at is not null)\
                """.formatted(Judge.GUILTY));
            long far = world.judge.count("""
                select count(*) from rota.schedules where not_before > clock_timestamp() + interval '24 hours'\
                """);
            world.until(
                    "select bool_and(auto_disabled_at is not null) from rota.schedules where name like '%/nonsense'");
            long bit = world.judge.count("select count(*) from rota.run where status = 'deferred'");
            boolean alive = daemon.process().isAlive();
            return Finding.of(bit, world.verdict())
                    .zero("asked again too early", early)
                    .zero("counted failures", counted)
                    .zero("put off by more than a day", far)
                    .sure("the same process", alive);
        }
    }

    /// How many came within the four seconds that the one before was told to wait.
    private static long early(Queue<Long> came) throws IOException {
        long early = 0;
        Long before = null;
        for (Long at : came) {
            early += before != null && at - before < 4_000_000_000L ? 1 : 0;
            before = at;
        }
        return early;
    }
}
