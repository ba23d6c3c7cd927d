package dev.rota.api.errors;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemMapperTest {
    @ParameterizedTest
    @CsvSource({
        "40P01, 503, busy",
        "40001, 503, busy",
        "55P03, 503, busy",
        "57014, 503, busy",
        "57P01, 503, unavailable",
        "42P01, 500, internal_error"
    })
    void whoMetOthersIsToldToSendItAgainAndNotThatSomethingIsBroken(String sqlState, int status, String word) {
        Throwable thrown = new IllegalStateException("update …", new SQLException("it says so", sqlState));

        try (Response response = new ProblemMapper().toResponse(thrown)) {
            assertThat(response.getStatus()).isEqualTo(status);
            assertThat(((ProblemView) response.getEntity()).type()).isEqualTo("/docs/problems#" + word);
            assertThat(response.getHeaderString("Retry-After") != null).isEqualTo(status == 503);
        }
    }
}
