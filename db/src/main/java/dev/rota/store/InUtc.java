package dev.rota.store;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/// Migrations run in UTC: they reckon weeks, and the driver would bring the zone of the JVM along.
final class InUtc implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_CONNECT || event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute("set timezone to 'UTC'");
        } catch (SQLException e) {
            throw new FlywayException("The zone of the session could not be set", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "in UTC";
    }
}
