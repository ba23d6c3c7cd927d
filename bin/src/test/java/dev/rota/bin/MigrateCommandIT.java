package dev.rota.bin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.bin.Rota.Said;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the unit learns from the exit code: whether another try may help.
@Timeout(180)
class MigrateCommandIT {
    private final TestDatabase server = PostgresForTests.emptyDatabase();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aDatabaseThatTakesNothingNowIsWorthAnotherTry() {
        change("set default_transaction_read_only = on");

        Said said = migrate();

        assertThat(said.err()).contains("could not be migrated");
        assertThat(said.code()).isEqualTo(ExitCode.UNREACHABLE.number());
        change("reset default_transaction_read_only");
        assertThat(migrate().code()).isZero();
    }

    @Test
    void aMigrationThatCannotGoWellIsNot() {
        server.sql("create schema rota; create table rota.of_somebody_else (id integer)");

        assertThat(migrate().code()).isEqualTo(ExitCode.FAILURE.number());
    }

    private void change(String setting) {
        server.sql("""
            begin read write;
            do $$ begin execute 'alter database ' || current_database() || ' %s'; end $$;
            commit
            """.formatted(setting));
    }

    private Said migrate() {
        return Rota.run(
                Map.of(
                        "ROTA_DB_URL", server.config().url(),
                        "ROTA_DB_USER", server.config().user(),
                        "ROTA_DB_PASSWORD", server.config().password()),
                "",
                "migrate");
    }
}
