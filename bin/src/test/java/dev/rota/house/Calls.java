package dev.rota.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Set;

/// Rules about single calls.
final class Calls {

    private Calls() {}

    static ArchRule nobodySleeps(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .callCodeUnitWhere(to("java.lang.Thread.sleep", "java.util.concurrent.TimeUnit.sleep"));
    }

    static ArchRule waitingInWakeup(String root) {
        return noClasses()
                .that(resideInAnyPackage(root + "..").and(not(resideInAnyPackage(root + ".daemon.time.."))))
                .should()
                .callCodeUnitWhere(to(
                        "java.lang.Object.wait",
                        "java.util.concurrent.locks.Condition.await",
                        "java.util.concurrent.locks.Condition.awaitNanos",
                        "java.util.concurrent.locks.LockSupport.park",
                        "java.util.concurrent.locks.LockSupport.parkNanos",
                        "java.util.concurrent.locks.LockSupport.parkUntil"));
    }

    static ArchRule onlyMainsExit(String root) {
        return noClasses()
                .that(resideInAnyPackage(root + "..").and(not(isMain())))
                .should()
                .callCodeUnitWhere(to(
                        "java.lang.System.exit",
                        "java.lang.System.getenv",
                        "java.lang.Runtime.exit",
                        "java.lang.Runtime.halt"));
    }

    /// Reading a clock that was handed in is what everybody should do; making one, or asking the machine's, is not.
    static ArchRule noWallClock(String root) {
        DescribedPredicate<JavaCall<?>> now = describe("the machine's time without a clock", call -> {
            String owner = call.getTargetOwner().getName();
            Set<String> times = Set.of(
                    "java.time.Instant",
                    "java.time.LocalDate",
                    "java.time.LocalTime",
                    "java.time.LocalDateTime",
                    "java.time.ZonedDateTime",
                    "java.time.OffsetDateTime",
                    "java.time.Year",
                    "java.time.YearMonth");
            boolean withoutClock = call.getTarget().getRawParameterTypes().stream()
                    .noneMatch(type -> type.getName().equals("java.time.Clock"));
            return times.contains(owner) && call.getName().equals("now") && withoutClock;
        });
        DescribedPredicate<JavaCall<?>> makes = describe("a wall clock", call -> {
            String owner = call.getTargetOwner().getName();
            boolean clock = owner.equals("java.time.Clock") && !call.getName().equals("fixed") && isStatic(call);
            boolean date = owner.equals("java.util.Date")
                    && call.getName().equals("<init>")
                    && call.getTarget().getRawParameterTypes().isEmpty();
            return clock || date;
        });
        return noClasses()
                .that(resideInAnyPackage(root + "..").and(not(isMain().or(isCompositionRoot()))))
                .should()
                .callCodeUnitWhere(
                        now.or(makes).or(to("java.lang.System.currentTimeMillis", "java.time.InstantSource.system")));
    }

    private static boolean isStatic(JavaCall<?> call) {
        return call.getTarget()
                .resolveMember()
                .map(member -> member.getModifiers().contains(JavaModifier.STATIC))
                .orElse(call.getName().startsWith("system") || call.getName().startsWith("tick"));
    }

    private static DescribedPredicate<JavaCall<?>> to(String... targets) {
        return describe(
                "call " + String.join(" or ", targets),
                call -> Arrays.asList(targets).contains(call.getTargetOwner().getName() + "." + call.getName()));
    }

    private static DescribedPredicate<JavaClass> isMain() {
        return describe(
                "a class with a main method",
                type -> outermost(type)
                        .tryGetMethod("main", String[].class)
                        .filter(main -> main.getModifiers().contains(JavaModifier.STATIC))
                        .isPresent());
    }

    private static DescribedPredicate<JavaClass> isCompositionRoot() {
        return describe(
                "a composition root", type -> outermost(type).getSimpleName().endsWith("App"));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(Calls::outermost).orElse(type);
    }
}
