package dev.rota.house;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Who may import whom. Rooms are named from the root package down: `schedule` is `dev.rota.schedule` and below.
final class HouseRules {

    private static final String[] PURE = {"job", "schedule", "run"};
    private static final String[] DB = {"job", "schedule", "run", "syntax", "store", "config", "logging", "systemd"};
    private static final String[] SQL = {
        "java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..", "org.postgresql.."
    };

    private HouseRules() {}

    static List<HouseRule> all() {
        return Stream.of(rooms(), daemonRooms(), libraries())
                .flatMap(List::stream)
                .toList();
    }

    private static List<HouseRule> rooms() {
        return List.of(
                new HouseRule(
                        "job knows no other room",
                        "JobKnowsSchedule",
                        root -> mayNotSee(root, rooms("job"), rooms("schedule", "run", "syntax", "store"))),
                new HouseRule(
                        "schedule knows job only",
                        "ScheduleKnowsRun",
                        root -> mayNotSee(root, rooms("schedule"), rooms("run", "syntax", "store"))),
                new HouseRule(
                        "run knows job and schedule only",
                        "RunKnowsStore",
                        root -> mayNotSee(root, rooms("run"), rooms("syntax", "store"))),
                new HouseRule(
                        "syntax does not know the store",
                        "SyntaxKnowsStore",
                        root -> mayNotSee(root, rooms("syntax"), rooms("store"))),
                new HouseRule(
                        "the pure rooms know the JDK's values and JSpecify, and nothing that has a clock, a thread or a wire",
                        "ImpureSchedule",
                        HouseRules::pure),
                new HouseRule(
                        "logging and systemd know no other room",
                        "SystemdKnowsRun",
                        root -> mayNotSee(
                                root, rooms("logging", "systemd"), rooms("job", "run", "schedule", "syntax", "store"))),
                new HouseRule(
                        "db knows neither daemon nor api nor bin",
                        "StoreKnowsDaemon",
                        root -> mayNotSee(root, rooms(DB), rooms("daemon", "api", "bin"))),
                new HouseRule(
                        "the api knows neither daemon nor bin",
                        "ApiKnowsDaemon",
                        root -> mayNotSee(root, rooms("api"), rooms("daemon", "bin"))),
                new HouseRule(
                        "the daemon knows neither api nor bin",
                        "DaemonKnowsApi",
                        root -> mayNotSee(root, rooms("daemon"), rooms("api", "bin"))));
    }

    private static List<HouseRule> daemonRooms() {
        return List.of(
                new HouseRule(
                        "the executor does not know the poller or recovery",
                        "ExecutorKnowsPoller",
                        root -> mayNotSee(root, rooms("daemon.executor"), rooms("daemon.poller", "daemon.recovery"))),
                new HouseRule(
                        "jobs know no other room of the daemon",
                        "RunnerKnowsExecutor",
                        root -> mayNotSee(
                                root,
                                rooms("daemon.jobs"),
                                rooms("daemon.poller", "daemon.executor", "daemon.recovery", "daemon.notify"))),
                new HouseRule(
                        "a job never sees the store",
                        "RunnerKnowsStore",
                        root -> mayNotSee(root, rooms("daemon.jobs"), rooms("store"))),
                new HouseRule(
                        "notices know no other room of the daemon",
                        "NoticeKnowsRecovery",
                        root -> mayNotSee(
                                root,
                                rooms("daemon.notify"),
                                rooms("daemon.poller", "daemon.executor", "daemon.recovery", "daemon.jobs"))),
                new HouseRule(
                        "recovery knows notices, the running runs and why they may be stopped, nothing else of the daemon's work",
                        "RecoveryKnowsPoller",
                        HouseRules::recovery),
                new HouseRule("one job package never imports another", "CollectKnowsScrape", HouseRules::jobsApart));
    }

    private static List<HouseRule> libraries() {
        return List.of(
                new HouseRule(
                        "only SchedulerDaemon knows commons-daemon",
                        "KnowsCommonsDaemon",
                        root -> onlyFileThatKnows(root, "daemon.SchedulerDaemon", "org.apache.commons.daemon..")),
                new HouseRule(
                        "SQL is spoken in the store only, and by the job source that asks other databases",
                        "ApiSpeaksSql",
                        root -> noClasses()
                                .that(resideInAnyPackage(root + "..")
                                        .and(not(resideInAnyPackage(root + ".store..")))
                                        .and(not(namedOrInside(root + ".daemon.jobs.collect.SqlSource"))))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(SQL)),
                new HouseRule(
                        "only ApiServer knows the container",
                        "KnowsJetty",
                        root -> onlyFileThatKnows(root, "api.ApiServer", "org.eclipse.jetty..")),
                new HouseRule("nobody sleeps", "Sleeper", Calls::nobodySleeps),
                new HouseRule("waiting is done in Wakeup only", "Waiter", Calls::waitingInWakeup),
                new HouseRule("only mains exit and read the environment", "Exiter", Calls::onlyMainsExit),
                new HouseRule("only composition roots make a wall clock", "ClockMaker", Calls::noWallClock),
                new HouseRule(
                        "names say what a class is: no Manager, Service, Helper, Util, Impl, Data, Info",
                        "ScheduleManager",
                        root -> noClasses()
                                .that()
                                .resideInAPackage(root + "..")
                                .should()
                                .haveNameMatching(".*[A-Za-z](Manager|Service|Helper|Utils?|Impl|Data|Info)(\\$.*)?")),
                new HouseRule("every package is null-marked", "InAnUnmarkedPackage", NullMarkedPackages::everywhere));
    }

    private static ArchRule mayNotSee(String root, String[] from, String[] to) {
        return noClasses()
                .that()
                .resideInAnyPackage(below(root, from))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(below(root, to));
    }

    private static ArchRule pure(String root) {
        DescribedPredicate<JavaClass> unfit = resideInAnyPackage(
                        "java.sql..", "java.net..", "java.nio.file..", "java.util.concurrent..", "java.lang.foreign..")
                .or(named("java.lang.Thread", "java.time.Clock", "java.time.InstantSource"));
        DescribedPredicate<JavaClass> fit = resideInAnyPackage(below(root, PURE))
                .or(resideInAnyPackage("java..", "org.jspecify.."))
                .or(DescribedPredicate.describe("a primitive", JavaClass::isPrimitive))
                .or(DescribedPredicate.describe("an array", JavaClass::isArray));
        return noClasses()
                .that()
                .resideInAnyPackage(below(root, PURE))
                .should()
                .dependOnClassesThat(unfit.or(not(fit)));
    }

    private static ArchRule recovery(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".daemon.recovery..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(below(root, rooms("daemon.poller", "daemon.jobs", "daemon.executor")))
                                .and(not(namedOrInside(root + ".daemon.executor.RunningRuns")))
                                .and(not(namedOrInside(root + ".daemon.executor.StopReason"))));
    }

    /// The kinds stand apart; what several of them need (http, process) lies beside them and knows none of them.
    private static ArchRule jobsApart(String root) {
        return slices().matching(root + ".daemon.jobs.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        alwaysTrue(),
                        resideInAnyPackage(root + ".daemon.jobs.http..", root + ".daemon.jobs.process.."));
    }

    private static ArchRule onlyFileThatKnows(String root, String file, String library) {
        return classes()
                .that(resideInAnyPackage(root + "..").and(not(namedOrInside(root + "." + file))))
                .should()
                .onlyDependOnClassesThat(not(resideInAnyPackage(library)));
    }

    static DescribedPredicate<JavaClass> namedOrInside(String name) {
        return DescribedPredicate.describe(
                name, type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        return DescribedPredicate.describe(
                String.join(" or ", names), type -> Arrays.asList(names).contains(type.getName()));
    }

    private static String[] rooms(String... names) {
        return names;
    }

    private static String[] below(String root, String[] rooms) {
        return Arrays.stream(rooms).map(room -> root + "." + room + "..").toArray(String[]::new);
    }
}
