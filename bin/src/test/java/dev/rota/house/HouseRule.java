package dev.rota.house;

import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;

/// One rule, for whichever root package it is asked for.
///
/// @param name what the house demands, as a sentence
/// @param planted the simple name of the class below `planted` that breaks this rule
/// @param rule from the root package (`dev.rota`, or that of the planted house) to the rule
record HouseRule(String name, String planted, Function<String, ArchRule> rule) {

    ArchRule at(String root) {
        // A room that is not built yet cannot break a rule; that the rule works is shown by the planted house.
        return rule.apply(root).allowEmptyShould(true);
    }

    @Override
    public String toString() {
        return name;
    }
}
