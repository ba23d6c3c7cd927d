package dev.rota.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/// A server that takes no writes is not, or not any more, the primary: the connection to it is closed, so that the
/// driver looks for the primary among the hosts of the URL.
final class LostPrimary implements SQLExceptionOverride {
    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public Override adjudicate(SQLException thrown) {
        return READ_ONLY.equals(thrown.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
