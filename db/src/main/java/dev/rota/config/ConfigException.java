package dev.rota.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The settings are wrong; the process must not start (exit code 78). Its message has a line for each problem.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    /// More than anybody's file has keys: whoever has more mistakes named the wrong file.
    private static final int MOST = 100;

    private final transient List<ConfigProblem> problems;

    public ConfigException(List<ConfigProblem> problems) {
        List<ConfigProblem> told = capped(problems);
        super(told.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = told;
    }

    private static List<ConfigProblem> capped(List<ConfigProblem> problems) {
        if (problems.size() <= MOST) {
            return List.copyOf(problems);
        }
        List<ConfigProblem> told = new ArrayList<>(problems.subList(0, MOST));
        ConfigProblem next = problems.get(MOST);
        told.add(new ConfigProblem(next.place(), "", "And " + (problems.size() - MOST) + " more from here on."));
        return List.copyOf(told);
    }

    /// All of them; when there are very many the last one says how many more.
    public List<ConfigProblem> problems() {
        return problems;
    }
}
