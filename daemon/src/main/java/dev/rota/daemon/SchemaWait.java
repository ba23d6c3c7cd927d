package dev.rota.daemon;

import dev.rota.config.DatabaseConfig;
import dev.rota.daemon.status.StatusBoard;
import dev.rota.daemon.time.Gate;
import dev.rota.store.DatabaseTrouble;
import dev.rota.store.Migrations;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Waits, visibly, for a database with a schema this build can work with.
final class SchemaWait {
    private static final String WHO = "start";
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration TOO_OLD_FOR = Duration.ofSeconds(60);

    private final DatabaseConfig config;
    private final StatusBoard status;
    private final StartTimeout timeout;
    private final LongSupplier nanoTime;
    private @Nullable Long tooOldSince;

    SchemaWait(DatabaseConfig config, StatusBoard status, LongSupplier nanoTime) {
        this.config = config;
        this.status = status;
        this.nanoTime = nanoTime;
        this.timeout = new StartTimeout(status.notifier(), nanoTime);
    }

    /// @param stopping opened when the daemon is to stop
    /// @return whether the schema fits; false when the wait was ended by `stopping`
    /// @throws CannotStart when the schema is too new, or remains too old
    boolean await(Gate stopping) throws InterruptedException {
        while (!stopping.isOpen()) {
            DatabaseTrouble trouble = look();
            if (trouble == null) {
                status.well(WHO);
                return true;
            }
            status.trouble(WHO, trouble);
            timeout.extend();
            boolean _ = stopping.await(LOOK);
        }
        return false;
    }

    private @Nullable DatabaseTrouble look() {
        try {
            return switch (Migrations.state(config)) {
                case Migrations.State.Fits _ -> null;
                case Migrations.State.Missing _ ->
                    new DatabaseTrouble("The database has no schema yet; `rota migrate` makes it.");
                case Migrations.State.TooOld(int has, int needs) -> tooOld(has, needs);
                case Migrations.State.TooNew(int has, int minDaemon) ->
                    throw new CannotStart("The schema is at " + has + " and wants daemons from " + minDaemon
                            + " on; this build is at " + Migrations.NEWEST + ". Install a newer Rota.");
            };
        } catch (DatabaseTrouble e) {
            return e;
        }
    }

    private DatabaseTrouble tooOld(int has, int needs) {
        String sentence = "The schema is at " + has + ", this build needs " + needs + "; run `rota migrate`.";
        long now = nanoTime.getAsLong();
        if (tooOldSince == null) {
            tooOldSince = now;
        }
        if (now - tooOldSince >= TOO_OLD_FOR.toNanos()) {
            throw new CannotStart(sentence);
        }
        return new DatabaseTrouble(sentence);
    }
}
