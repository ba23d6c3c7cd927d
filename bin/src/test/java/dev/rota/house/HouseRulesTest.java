package dev.rota.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HouseRulesTest {

    private static final String ROOT = "dev.rota";
    private static final String PLANTED = "dev.rota.house.planted";

    private static final ImportOption NO_TESTS =
            location -> !location.contains("/test-classes/") && !location.contains("-tests.jar");

    private static final JavaClasses ROTA =
            new ClassFileImporter().withImportOption(NO_TESTS).importPackages(ROOT);
    private static final JavaClasses PLANTED_HOUSE = new ClassFileImporter().importPackages(PLANTED);

    static List<HouseRule> rules() {
        return HouseRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void rotaKeeps(HouseRule rule) {
        EvaluationResult result = rule.at(ROOT).evaluate(ROTA);

        assertThat(result.getFailureReport().getDetails()).as(rule.name()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void thePlantedViolationIsFound(HouseRule rule) {
        EvaluationResult result = rule.at(PLANTED).evaluate(PLANTED_HOUSE);

        assertThat(result.getFailureReport().getDetails())
                .as(rule.name())
                .anySatisfy(detail -> assertThat(detail).contains(rule.planted()));
    }

    @Test
    void everyModuleWasLookedAt() {
        assertThat(List.of("dev.rota.job", "dev.rota.store", "dev.rota.daemon.jobs", "dev.rota.api", "dev.rota.bin"))
                .allSatisfy(
                        name -> assertThat(ROTA.containPackage(name)).as(name).isTrue());
    }
}
