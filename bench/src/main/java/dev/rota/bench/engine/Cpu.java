package dev.rota.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The processor time that processes have used: unlike a rate, it says the same on a busy machine.
///
/// @param server of all processes of PostgreSQL but the one that asks, in seconds
/// @param daemons of the daemons, in seconds
record Cpu(double server, double daemons) {
    private static final double TICKS = 100.0;

    static Cpu now(Connection connection, List<Long> daemons) throws SQLException, IOException {
        List<Long> server = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select pid from pg_stat_activity where pid <> pg_backend_pid()")) {
            while (rows.next()) {
                server.add(rows.getLong(1));
            }
        }
        return new Cpu(sum(server), sum(daemons));
    }

    Cpu since(Cpu before) {
        return new Cpu(server - before.server, daemons - before.daemons);
    }

    private static double sum(List<Long> pids) throws IOException {
        double ticks = 0;
        for (long pid : pids) {
            Path stat = Path.of("/proc", String.valueOf(pid), "stat");
            if (Files.exists(stat)) {
                String line = Files.readString(stat);
                String[] words = line.substring(line.lastIndexOf(')') + 2).split(" ");
                ticks += Long.parseLong(words[11]) + Long.parseLong(words[12]);
            }
        }
        return ticks / TICKS;
    }
}
