package dev.rota.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systemd.NotifySocket;
import dev.rota.systemd.SystemdNotify;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StatusBoardTest {

    @Test
    void anOperatorReadsThatItIsTheDatabaseThatDoesNotAnswer() {
        Throwable refused = new IllegalStateException(
                new SQLException("Connection refused.", "08001", new ConnectException("Connection refused")));

        assertThat(StatusBoard.sentence(refused)).isEqualTo("The database does not answer: Connection refused.");
    }

    @Test
    void whatIsNotTheDatabasesAbsenceIsToldAsItIs() {
        assertThat(StatusBoard.sentence(new SQLException("permission denied for table run", "42501")))
                .isEqualTo("permission denied for table run.");
    }

    @Test
    void aReloadIsToldOnceStartUpIsComplete() throws IOException {
        String name = "@rota-test-" + UUID.randomUUID();
        try (NotifySocket manager = new NotifySocket(name)) {
            StatusBoard board = new StatusBoard(SystemdNotify.fromEnvironment(Map.of("NOTIFY_SOCKET", name)), () -> 0);
            AtomicInteger done = new AtomicInteger();

            board.reload(done::incrementAndGet);
            board.ready("Polling.");
            assertThat(manager.next()).as("nothing before").containsExactly("READY=1", "STATUS=Polling.");

            board.reload(() -> board.working("Polling, " + done.incrementAndGet()));
            assertThat(manager.next())
                    .hasSize(2)
                    .startsWith("RELOADING=1")
                    .last()
                    .asString()
                    .startsWith("MONOTONIC_USEC=");
            assertThat(manager.next()).containsExactly("STATUS=Polling, 2");
            assertThat(manager.next()).containsExactly("READY=1", "STATUS=Polling, 2");
        }
    }

    @Test
    void whatCouldNotBeTidiedUpIsToldBesideTheWorkAndIsNoTrouble() {
        StatusBoard board = new StatusBoard(SystemdNotify.fromEnvironment(Map.of()), () -> 0);

        board.undone(new IllegalStateException("Could not drop old runs: a lock."));
        board.working("Polling.");
        assertThat(board.text()).isEqualTo("Polling. Maintenance failed: Could not drop old runs: a lock.");
        assertThat(board.isDegraded()).isFalse();

        board.tidied();
        board.working("Polling.");
        assertThat(board.text()).isEqualTo("Polling.");
        assertThat(board.whatIsUndone()).isNull();
    }
}
