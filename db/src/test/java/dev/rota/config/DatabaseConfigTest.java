package dev.rota.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseConfigTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        jdbc:postgresql://localhost/rota | true
        jdbc:postgresql://127.0.0.1:5433/rota?sslmode=disable | true
        jdbc:postgresql://[::1]:5432/rota | true
        jdbc:postgresql://localhost,10.0.0.7/rota | false
        jdbc:postgresql://127.0.0.1.example/rota | false
        jdbc:postgresql://localhost.example:5432/rota | false
        jdbc:postgresql:rota | false
        """)
    void aDatabaseIsOnThisMachineWhenAllItsAddressesAre(String url, boolean here) {
        assertThat(new DatabaseConfig(url, "rota", "", false).onThisMachine()).isEqualTo(here);
    }
}
