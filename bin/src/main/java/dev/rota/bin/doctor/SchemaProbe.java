package dev.rota.bin.doctor;

import dev.rota.store.Migrations;
import dev.rota.store.Migrations.State;
import java.util.List;

/// Whether the tables are what this build needs, and those of next week are there.
final class SchemaProbe {
    private SchemaProbe() {}

    static List<Finding> look(State state) {
        return List.of(
                switch (state) {
                    case State.Fits(int has) -> Finding.ok("The schema is at " + has + ", as this version needs.");
                    case State.Missing _ -> Finding.fail("The database has no schema yet.", "`rota migrate` makes it.");
                    case State.TooOld(int has, int needs) ->
                        Finding.fail(
                                "The schema is at " + has + ", this version needs " + needs + ".",
                                "`rota migrate` brings it up to date.");
                    case State.TooNew(int has, int minDaemon) ->
                        Finding.fail(
                                "The schema is at " + has + " and wants version " + minDaemon + " at least; this is "
                                        + Migrations.NEWEST + ".",
                                "Install the newer Rota.");
                });
    }

    /// @param without the tables that have no partition for next week
    static List<Finding> partitions(List<String> without) {
        return List.of(
                without.isEmpty()
                        ? Finding.ok("The partitions of next week are there.")
                        : Finding.warn(
                                "No partition for next week: " + String.join(", ", without) + ".",
                                "A running daemon makes them; see whether one runs and what its journal says."));
    }
}
