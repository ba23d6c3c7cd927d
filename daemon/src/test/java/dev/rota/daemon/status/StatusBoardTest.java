package dev.rota.daemon.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
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
}
