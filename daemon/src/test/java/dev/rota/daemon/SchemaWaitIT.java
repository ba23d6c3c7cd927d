package dev.rota.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.Gate;
import dev.rota.store.Migrations;
import dev.rota.store.PostgresForTests;
import dev.rota.store.TestDatabase;
import dev.rota.systemd.SystemdNotify;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SchemaWaitIT {
    private final AtomicLong nanos = new AtomicLong();
    private final StatusBoard status = new StatusBoard(SystemdNotify.fromEnvironment(Map.of()), nanos::get);
    private final Gate stopping = new Gate();
    private TestDatabase server = PostgresForTests.emptyDatabase();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aDatabaseWithoutASchemaIsWaitedForVisibly() throws Exception {
        CompletableFuture<Boolean> fits = waiting();
        until(status::isDegraded);
        assertThat(fits).isNotDone();

        Migrations.migrate(server.config());

        assertThat(fits.get()).isTrue();
        assertThat(status.isDegraded()).isFalse();
    }

    @Test
    void theWaitEndsWhenTheDaemonIsStopped() throws Exception {
        CompletableFuture<Boolean> fits = waiting();
        until(status::isDegraded);

        stopping.open();

        assertThat(fits.get()).isFalse();
    }

    @Test
    void aSchemaThatStaysTooOldForAMinuteEndsTheStart() throws Exception {
        migrated("delete from rota.flyway_schema_history where version = '00" + Migrations.NEWEST + "'");
        CompletableFuture<Boolean> fits = waiting();
        until(status::isDegraded);
        assertThat(fits).isNotDone();

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThatThrownBy(fits::get)
                .rootCause()
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("rota migrate");
    }

    @Test
    void aSchemaThatIsTooNewEndsTheStartAtOnce() throws Exception {
        migrated("update rota.schema_info set min_daemon = " + (Migrations.NEWEST + 1));

        assertThatThrownBy(() -> new SchemaWait(server.config(), status, nanos::get).await(stopping))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("Install a newer Rota");
    }

    private void migrated(String change) throws Exception {
        server.close();
        server = PostgresForTests.freshDatabase();
        new Observer(server.config()).execute(change);
    }

    private CompletableFuture<Boolean> waiting() {
        CompletableFuture<Boolean> fits = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                fits.complete(new SchemaWait(server.config(), status, nanos::get).await(stopping));
            } catch (Throwable e) {
                fits.completeExceptionally(e);
            }
        });
        return fits;
    }

    private static void until(java.util.function.BooleanSupplier happened) throws InterruptedException {
        Gate never = new Gate();
        while (!happened.getAsBoolean()) {
            assertThat(never.await(Duration.ofMillis(50))).isFalse();
        }
    }
}
