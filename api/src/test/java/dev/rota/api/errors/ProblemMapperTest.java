package dev.rota.api.errors;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rota.logging.Seldom;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

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

    @Test
    void whileTheDatabaseIsDownNotEveryRequestIsALineOfTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(ProblemMapper.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        AtomicLong nanos = new AtomicLong();
        ProblemMapper mapper = new ProblemMapper(new Seldom(nanos::get));
        Throwable down = new IllegalStateException("select …", new SQLException("refused", "08001"));
        try {
            for (int request = 0; request < 5; request++) {
                mapper.toResponse(down).close();
            }
            assertThat(said.list).hasSize(1);

            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            mapper.toResponse(down).close();
            assertThat(said.list).hasSize(2);
        } finally {
            logger.detachAppender(said);
        }
    }
}
