package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.time.Gate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/// Looks at a daemon's work from outside, through the database, as the API does.
public record Observer(DatabaseConfig config) {
    /// Enters a schedule whose first slot is now.
    ///
    /// @param every  an ISO-8601 duration
    /// @param script what `/bin/sh` is to run; without quotes and backslashes
    public void schedule(String name, String every, String script) throws SQLException {
        execute("""
            insert into rota.account (name, role) values ('admin', 'admin') on conflict do nothing;
            insert into rota.schedules (owner_id, name, kind, lane, job, recurrence, zone, next_slot, next_due)
            select (select min(id) from rota.account), '%s', 'command', 'command',
              '{"argv": ["/bin/sh", "-c", "%s"], "timeout": "PT2M"}',
              jsonb_build_object('every', '%s',
                'anchor', to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
              'Europe/Rome', t, t
            from date_trunc('second', clock_timestamp()) t
            """.formatted(name, script, every));
    }

    /// Asks until the answer is yes; the test's own time limit is the deadline.
    public void until(String question) throws SQLException, InterruptedException {
        Gate never = new Gate();
        while (!truth(question)) {
            assertThat(never.await(Duration.ofMillis(50))).isFalse();
        }
    }

    public boolean truth(String question) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(question)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(config.url(), config.user(), config.password());
    }
}
