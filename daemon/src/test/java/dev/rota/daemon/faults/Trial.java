package dev.rota.daemon.faults;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A fault that is done again and again, at full length: too long for the gate, and run by `bench/faults`.
///
/// @param id    of the fault matrix
/// @param fault in a few words
record Trial(String id, String fault, Body body) {

    /// Does the fault, and counts.
    interface Body {
        Finding run(Terms terms) throws Exception;
    }

    /// How it is done.
    ///
    /// @param factor how many times as often as usual
    /// @param soak   how long the trial lasts that looks for what grows
    /// @param random for moments and victims; its seed is printed
    record Terms(int factor, Duration soak, RandomGenerator random) {
        int times(int usual) {
            return usual * factor;
        }

        /// A moment that nobody has chosen.
        Duration moment(Duration least, Duration most) {
            return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis()));
        }
    }

    /// What came of it.
    ///
    /// @param bit     how often the fault bit: a fault that did not proves nothing
    /// @param verdict what the judge counted
    /// @param wrong   what must be zero besides, by name
    /// @param note    what else was seen
    record Finding(long bit, Verdict verdict, SortedMap<String, Long> wrong, String note) {
        static Finding of(long bit, Verdict verdict) {
            return new Finding(bit, verdict, new TreeMap<>(), "");
        }

        /// With something that must be zero.
        Finding zero(String what, long count) {
            SortedMap<String, Long> more = new TreeMap<>(wrong);
            more.put(what, count);
            return new Finding(bit, verdict, more, note);
        }

        /// With something that must have been the case.
        Finding sure(String what, boolean was) {
            return zero("not " + what, was ? 0 : 1);
        }

        Finding note(String more) {
            String all = note.isEmpty() || more.isEmpty() ? note + more : note + "; " + more;
            return new Finding(bit, verdict, wrong, all);
        }

        /// What went wrong, in words; empty when nothing did.
        String problems() {
            StringBuilder problems = new StringBuilder(verdict.wrong());
            wrong.forEach((what, count) -> {
                if (count != 0) {
                    problems.append(what).append('=').append(count).append(' ');
                }
            });
            if (bit == 0) {
                problems.append("the fault did not bite");
            }
            return problems.toString().strip();
        }
    }
}
