package dev.rota.daemon.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rota.daemon.Observer;
import dev.rota.daemon.faults.Fleet.Member;
import dev.rota.daemon.faults.Trial.Finding;
import dev.rota.daemon.faults.Trial.Terms;
import dev.rota.store.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Volumes that are full. They are small file systems in memory, which only root may mount.
final class DiskTrials {
    static final List<Trial> ALL = List.of(
            new Trial("F-19e", "the database's data volume full", DiskTrials::data),
            new Trial("F-19f", "the database's WAL volume full: it goes down", DiskTrials::wal),
            new Trial("F-60", "the daemon's log volume full", DiskTrials::log));

    private DiskTrials() {}

    /// A file system of its own.
    private record Volume(Path path) implements AutoCloseable {
        static Volume mount(Path path, String size) throws IOException, InterruptedException {
            assumeTrue(System.getProperty("user.name").equals("root"), "only root may mount a file system");
            Files.createDirectory(path);
            int status = shell("mount -t tmpfs -o size=" + size + ",mode=755 rota-trial " + path);
            assumeTrue(status == 0, "no file system could be mounted");
            return new Volume(path);
        }

        /// Writes until there is no room.
        void fill() throws IOException {
            byte[] some = new byte[4096];
            try (OutputStream out = Files.newOutputStream(path.resolve("filler"))) {
                while (true) {
                    out.write(some);
                }
            } catch (IOException full) {
                return;
            }
        }

        void free() throws IOException {
            Files.delete(path.resolve("filler"));
        }

        @Override
        public void close() throws IOException {
            try {
                int _ = shell("umount -l " + path);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static int shell(String command) throws IOException, InterruptedException {
            return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
        }
    }

    private static Finding data(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                Volume volume = Volume.mount(scratch.path().resolve("volume"), "200m");
                OwnServer server = new OwnServer(volume.path(), Map.of())) {
            server.stop();
            moveWal(server, scratch.path());
            server.start();
            return full(terms, volume, server, () -> {});
        }
    }

    private static Finding wal(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                Volume volume = Volume.mount(scratch.path().resolve("volume"), "80m");
                OwnServer server = new OwnServer(scratch.path(), Map.of())) {
            server.stop();
            moveWal(server, volume.path());
            server.start();
            return full(terms, volume, server, () -> usedUp(server));
        }
    }

    /// The server has files in stock that it writes into first: writes until it has none left, and goes down.
    private static void usedUp(OwnServer server) {
        Observer observer = new Observer(server.config());
        while (server.isAlive()) {
            try {
                observer.execute("select pg_logical_emit_message(true, 'trial', repeat('x', 4000000))");
            } catch (SQLException full) {
                return;
            }
        }
    }

    private static void moveWal(OwnServer server, Path to) throws IOException, InterruptedException {
        int _ = Volume.shell("mv " + server.data().resolve("pg_wal") + " " + to.resolve("wal") + " && ln -s "
                + to.resolve("wal") + " " + server.data().resolve("pg_wal"));
    }

    /// @param besides what it takes until the server notices
    private static Finding full(Terms terms, Volume volume, OwnServer server, Runnable besides) throws Exception {
        try (World world = new World(new TestDatabase(server.config(), () -> {}))) {
            world.schedules(30, "PT1S", Target.WORK);
            Member one = world.fleet.start("one", world.database());
            Member two = world.fleet.start("two", world.database());
            world.worksAgain();
            int times = terms.times(2);
            long bit = 0;
            for (int n = 0; n < times; n++) {
                long degraded = one.said("Degraded") + two.said("Degraded");
                volume.fill();
                besides.run();
                World.until(() -> one.said("Degraded") + two.said("Degraded") > degraded);
                World.pass(Duration.ofSeconds(3));
                volume.free();
                if (!server.isAlive()) {
                    server.start();
                }
                World.until(world::worksSoon);
                bit++;
            }
            boolean alive = one.process().isAlive() && two.process().isAlive();
            return Finding.of(bit, world.verdict()).sure("the same processes", alive);
        }
    }

    private static Finding log(Terms terms) throws Exception {
        try (Scratch scratch = Scratch.create();
                Volume volume = Volume.mount(scratch.path().resolve("volume"), "1m");
                World world = new World()) {
            Path file = volume.path().resolve("rota.log");
            world.schedules(20, "PT1S", Target.WORK);
            Member one = world.fleet.start("one", world.database(), Map.of("ROTA_LOG_FILE", file.toString()));
            world.worksAgain();
            volume.fill();
            long size = Files.size(file);
            world.worksAgain();
            World.pass(Duration.ofSeconds(3L * terms.factor()));
            world.worksAgain();
            volume.free();
            world.worksAgain();
            World.until(() -> Files.size(file) > size + 8_192);
            boolean alive = one.process().isAlive();
            Verdict verdict = world.verdict();
            return Finding.of(1, verdict).zero("abandoned", verdict.abandoned()).sure("the same process", alive);
        }
    }
}
