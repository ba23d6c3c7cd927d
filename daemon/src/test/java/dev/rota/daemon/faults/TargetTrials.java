package dev.rota.daemon.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rota.daemon.SchedulerDaemon;
import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Fleet.Way;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.daemon.jobs.ServerForTests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Targets that do what no target should, beside proper ones that must not notice.
final class TargetTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-30, F-31, F-32, F-33, F-34, F-35, F-36", "hostile targets", TargetTrials::hostile),
            new Trial("DNS", "a name server that never answers", TargetTrials::names),
            new Trial("F-63", "no file descriptors left", TargetTrials::descriptors));

    private TargetTrials() {}

    /// What each of them must come to, by its path.
    private static final Map<String, String> BECOMES = Map.ofEntries(
            Map.entry("/hang", "timeout"),
            Map.entry("/drip", "timeout"),
            Map.entry("/reset", "connect"),
            Map.entry("/short", "connect"),
            Map.entry("/handshake", "timeout"),
            Map.entry("/loop", "redirect"),
            Map.entry("/elsewhere", "refused"),
            Map.entry("/bomb", "too_large"),
            Map.entry("/endless", "too_large"),
            Map.entry("/huge", "too_large"),
            Map.entry("/head", "too_large"),
            Map.entry("/broken", "parse"),
            Map.entry("/error", "http_5xx"));

    private static ServerForTests server() throws IOException {
        byte[] bomb = bomb();
        ServerForTests server = new ServerForTests();
        server.on("/hang", (_, _) -> server.hang());
        server.on("/drip", (_, out) -> {
            head(out, "Content-Length: 100000");
            while (true) {
                out.write(' ');
                out.flush();
                World.pass(Duration.ofMillis(200));
            }
        });
        server.on("/reset", (socket, _) -> reset(socket));
        server.on("/short", (_, out) -> {
            head(out, "Content-Length: 1000");
            out.write("{\"value\"".getBytes(StandardCharsets.UTF_8));
        });
        server.status("/loop", "302 Found", "Location: /loop");
        server.status("/elsewhere", "302 Found", "Location: http://169.254.169.254/latest/meta-data");
        server.on(
                "/bomb",
                (_, out) ->
                        out.write(ServerForTests.answer("200 OK", "application/json", bomb, "Content-Encoding: gzip")));
        server.on("/endless", (_, out) -> {
            head(out, "Transfer-Encoding: chunked");
            byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.write(chunk);
            }
        });
        server.on("/huge", (_, out) -> {
            head(out, "Content-Length: 10737418240");
            server.hang();
        });
        server.on("/head", (_, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int n = 0; ; n++) {
                out.write(("X-" + n + ": y\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        });
        server.page("/broken", "application/json", "{\"value\": 1, \"\uD800\u0000");
        server.status("/error", "500 Oh");
        return server;
    }

    private static void head(OutputStream out, String header) throws IOException {
        out.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1 << 20];
            for (int n = 0; n < 200; n++) {
                gzip.write(zeros);
            }
        }
        return packed.toByteArray();
    }

    private static Finding hostile(Terms terms) throws Exception {
        try (World world = new World();
                ServerForTests server = server()) {
            String open = world.target.endpoint().replace(":", "/32:") + ",127.0.0.1/32:" + server.port();
            Member daemon = world.fleet.start("one", world.database(), Map.of("ROTA_EGRESS_ALLOW", open));
            world.schedules(10, "PT1S", Target.WORK);
            for (String path : BECOMES.keySet()) {
                // Only these are meant to take longer than they may; the others have all the time they need.
                boolean slow = BECOMES.get(path).equals("timeout");
                // Who waits for the end of a request does not answer the first word of a handshake.
                String url = path.equals("/handshake") ? server.url(path).replace("http:", "https:") : server.url(path);
                world.guilty(1, "PT1S", url, slow ? "PT2S" : "PT30S");
            }
            int times = Math.min(4, terms.times(3)); // at five they are put aside
            world.until("""
                select count(*) = %d from rota.schedules where name like '%s%%' and failures >= %d\
                """.formatted(BECOMES.size(), Judge.GUILTY, times));
            world.worksAgain();
            world.until("""
                select count(*) = %d from rota.schedules where auto_disabled_at is not null\
                """.formatted(BECOMES.size()));
            world.worksAgain();
            long otherwise = 0;
            for (var each : BECOMES.entrySet()) {
                otherwise += world.judge.count("""
                    select count(*) from rota.run where schedule_name like '%s%%%s'
                      and (status not in ('failed', 'interrupted') or failure_class <> '%s')\
                    """.formatted(Judge.GUILTY, each.getKey(), each.getValue()));
            }
            long bit = world.judge.count("select count(*) from rota.run where status = 'failed'");
            long late = world.judge.count("""
                select count(*) from rota.run where finished_at - started_at > interval '20 seconds'\
                """);
            boolean alive = daemon.process().isAlive();
            return Finding.of(bit, world.verdict())
                    .zero("of another class", otherwise)
                    .zero("beyond the deadline", late)
                    .sure("the same process", alive)
                    .note(world.judge.becameByPath());
        }
    }

    /// A name server on an address of loopback to which nobody listens; the daemon has its own `/etc/resolv.conf`.
    private static Finding names(Terms terms) throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may put a resolv.conf in place");
        try (Scratch scratch = Scratch.create();
                DatagramSocket mute = new DatagramSocket(53, InetAddress.ofLiteral("127.0.53.99"));
                World world = new World()) {
            Path resolv = Files.writeString(scratch.path().resolve("resolv.conf"), "nameserver 127.0.53.99\n");
            Way way = new Way(
                    SchedulerDaemon.class,
                    List.of(
                            "unshare",
                            "--mount",
                            "sh",
                            "-c",
                            "mount --bind " + resolv + " /etc/resolv.conf && exec \"$@\"",
                            "sh"),
                    List.of(),
                    Map.of());
            Member daemon = world.fleet.start("one", world.database(), way);
            world.schedules(10, "PT1S", Target.WORK);
            world.worksAgain();
            long threads = Proc.of(daemon.process()).threads();
            world.guilty(8, "PT2S", "http://nowhere.example/value", "PT3S");
            world.until("select count(*) = 8 from rota.schedules where auto_disabled_at is not null");
            world.worksAgain();
            World.until(() -> Proc.of(daemon.process()).threads() <= threads + 4);
            long otherwise = world.judge.count("""
                select count(*) from rota.run where status = 'failed' and failure_class not in ('dns', 'timeout')\
                """);
            long bit = world.judge.count("select count(*) from rota.run where status = 'failed'");
            boolean alive = daemon.process().isAlive() && mute.isBound();
            return Finding.of(bit, world.verdict())
                    .zero("of another class", otherwise)
                    .sure("the same process", alive)
                    .note("no thread stays behind");
        }
    }

    private static Finding descriptors(Terms terms) throws Exception {
        try (World world = new World()) {
            Member daemon = world.fleet.start("one", world.database(), Map.of("ROTA_SLOTS", "64"));
            world.schedules(10, "PT1S", Target.WORK);
            world.worksAgain();
            // From a directory a class cannot be loaded without a descriptor; from the package's jars it can.
            world.guilty(1, "PT1S", "http://127.0.0.1:9/refused", "PT2S");
            world.until("select exists (select from rota.run where status = 'failed')");
            int times = terms.times(2);
            for (int n = 0; n < times; n++) {
                limit(daemon, Proc.of(daemon.process()).descriptors() + 2);
                long before = shortRuns(world);
                // Each of them needs a connection of its own.
                world.guilty(40, "PT1S", world.target.url(Target.HELD) + "?" + n, "PT60S");
                World.until(() -> shortRuns(world) > before);
                World.pass(Duration.parse(Fleet.LEASE).multipliedBy(2));
                world.observer.execute("update rota.schedules set enabled = false where name like 'guilty%'");
                limit(daemon, 4096);
                world.target.letGo(1_000);
                world.worksAgain();
                world.target.hold();
            }
            boolean alive = daemon.process().isAlive();
            Verdict verdict = world.verdict();
            return Finding.of(shortRuns(world), verdict)
                    .zero("abandoned", verdict.abandoned())
                    .zero("counted failures", world.judge.count("""
                        select count(*) from rota.run where status = 'failed' and failure_class <> 'resource'
                          and schedule_name not like '%/refused'\
                        """))
                    .sure("the same process", alive);
        }
    }

    private static long shortRuns(World world) throws Exception {
        return world.judge.count("select count(*) from rota.run where failure_class = 'resource'");
    }

    private static void limit(Member daemon, long descriptors) throws IOException, InterruptedException {
        int _ = new ProcessBuilder(
                        "prlimit", "--pid", String.valueOf(daemon.process().pid()), "--nofile=" + descriptors + ":4096")
                .inheritIO()
                .start()
                .waitFor();
    }
}
