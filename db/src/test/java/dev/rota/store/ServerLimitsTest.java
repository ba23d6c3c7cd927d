package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLimitsTest {
    private static String judged(String name, String value) {
        Map<String, String> shown = new HashMap<>(Map.of(
                "statement_timeout", "8s",
                "lock_timeout", "2s",
                "idle_in_transaction_session_timeout", "15s",
                "search_path", "rota"));
        shown.put(name, value);
        return ServerLimits.judge(shown, TimeLimits.USUAL, "rota_api", "rota")
                .map(ServerLimits.Odd::sentence)
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "statement_timeout, 8s",
        "statement_timeout, 2500ms",
        "lock_timeout, 7999ms",
        "idle_in_transaction_session_timeout, 1min",
        "search_path, '\"$user\", rota, public'"
    })
    void limitsThatAreNestedAreNotTold(String name, String value) {
        assertThat(judged(name, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "statement_timeout, 0, no statement_timeout, '8000ms'",
        "statement_timeout, 10s, statement_timeout 10s (it must be, '8000ms'",
        "statement_timeout, 100ms, statement_timeout 100ms (it must be, '8000ms'",
        "lock_timeout, 0, no lock_timeout, '2000ms'",
        "lock_timeout, 1h, lock_timeout 1h (it must be, '2000ms'",
        "idle_in_transaction_session_timeout, 1d, idle_in_transaction_session_timeout 1d (it must, '15000ms'",
        "search_path, '\"$user\", public', a search_path without rota, 'rota'"
    })
    void whatIsMissingOrOddIsToldWithItsRemedy(String name, String value, String told, String remedy) {
        assertThat(judged(name, value))
                .contains(told)
                .contains("alter role \"rota_api\" in database \"rota\" set " + name + " = '" + remedy.replace("'", "")
                        + "'");
    }

    @Test
    void everythingThatIsOddMakesOneSentence() {
        String told = ServerLimits.judge(Map.of("search_path", "rota"), TimeLimits.USUAL, "a", "b")
                .orElseThrow()
                .sentence();

        assertThat(told)
                .contains("no statement_timeout, no lock_timeout, no idle_in_transaction_session_timeout, so that")
                .doesNotContain("\n")
                .endsWith(".");
        assertThat(told.replaceAll("[^.;]", "")).endsWith(";;;.").doesNotContain("..");
    }

    @Test
    void aShortLeaseNeedsShorterLimits() {
        Map<String, String> usual = Map.of(
                "statement_timeout", "8s",
                "lock_timeout", "2s",
                "idle_in_transaction_session_timeout", "15s",
                "search_path", "rota");

        assertThat(ServerLimits.judge(usual, TimeLimits.forLease(Duration.ofSeconds(10)), "a", "b")
                        .orElseThrow()
                        .what())
                .contains("statement_timeout 8s (it must be")
                .contains("idle_in_transaction_session_timeout 15s (it must");
    }

    @Test
    void aRoleNamedLikeTheSchemaFindsItByItsName() {
        Map<String, String> shown = new HashMap<>(Map.of(
                "statement_timeout", "8s",
                "lock_timeout", "2s",
                "idle_in_transaction_session_timeout", "15s",
                "search_path", "\"$user\", public",
                "current_schemas", "rota, public"));

        assertThat(ServerLimits.judge(shown, TimeLimits.USUAL, "rota", "rota")).isEmpty();

        shown.put("current_schemas", "public");
        assertThat(ServerLimits.judge(shown, TimeLimits.USUAL, "rota", "rota")
                        .orElseThrow()
                        .what())
                .contains("a search_path without rota");
    }
}
