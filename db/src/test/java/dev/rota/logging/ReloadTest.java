package dev.rota.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rota.config.Key;
import dev.rota.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ReloadTest {
    private final LoggerContext reloaded = new LoggerContext();
    private final Logger teller = (Logger) LoggerFactory.getLogger(Logging.class);
    private final ListAppender<ILoggingEvent> told = new ListAppender<>();

    @BeforeEach
    void listen() {
        told.start();
        teller.addAppender(told);
    }

    @AfterEach
    void stop() {
        teller.detachAppender(told);
        reloaded.stop();
    }

    private boolean reload(Map<String, String> environment) {
        return Logging.reload(
                reloaded, Settings.load(environment, null), settings -> settings.number(Key.SLOTS, 16, 1, 4096));
    }

    @Test
    void aMistakeInAnySettingIsToldAndNothingChanges() {
        reloaded.getLogger("dev.rota").setLevel(Level.WARN);

        assertThat(reload(Map.of("ROTA_LOG_LEVEL", "debug", "ROTA_SLOTS", "none", "ROTA_POL", "PT5S")))
                .isFalse();

        assertThat(reloaded.getLogger("dev.rota").getLevel()).isEqualTo(Level.WARN);
        assertThat(told.list).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getFormattedMessage())
                    .contains("the old ones stay", "ROTA_SLOTS: 'none' is no whole number", "Did you mean ROTA_POLL?");
        });
    }

    @Test
    void aLevelThatCanBeReadIsInForceAtOnce() {
        assertThat(reload(Map.of("ROTA_LOG_LEVEL", "debug", "ROTA_SLOTS", "3"))).isTrue();

        assertThat(reloaded.getLogger("dev.rota").getLevel()).isEqualTo(Level.DEBUG);
    }
}
