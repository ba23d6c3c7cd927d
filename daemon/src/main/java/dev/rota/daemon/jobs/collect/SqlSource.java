package dev.rota.daemon.jobs.collect;

import dev.rota.daemon.jobs.JobFailed;
import dev.rota.daemon.jobs.RunContext;
import dev.rota.daemon.jobs.http.Egress;
import dev.rota.daemon.jobs.http.EgressRefused;
import dev.rota.job.Source;
import dev.rota.run.FailureClass;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// One query on a PostgreSQL database of the user's, over a connection of its own that is closed afterwards.
///
/// Three things keep the query a query: it must be one statement (no semicolon, whoever splits), it stands
/// inside a SELECT of ours, and the transaction is read-only. The server ends it at the run's deadline even if we
/// are gone by then. The address of the driver is put together here, so nothing in a job can reach the driver's
/// options.
record SqlSource(Egress egress) {
    static final int MOST_ROWS = 10_000;

    /// As much text as one result may have. The driver holds a few rows at a time, and those are bounded too.
    static final int MOST_CHARS = 10 * 1024 * 1024;

    private static final String MOST_AT_ONCE = "32M";

    Reading read(Source.Sql source, RunContext context) throws JobFailed, InterruptedException {
        String query = single(source.query());
        String from = source.host() + ":" + source.port() + "/" + source.database();
        try (Connection connection = connect(source, context);
                Statement statement = connection.createStatement()) {
            long millis = Math.max(1000, context.remaining().toMillis());
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            statement.setEscapeProcessing(false);
            statement.execute("set local statement_timeout = " + millis);
            if (connection.getMetaData().getDatabaseMajorVersion() >= 14) {
                // Else a query that sends nothing would run on until its timeout after we hung up.
                statement.execute("set local client_connection_check_interval = 1000");
            }
            statement.setFetchSize(500);
            statement.setMaxRows(MOST_ROWS + 1);
            List<Row> rows = new ArrayList<>();
            Instant receivedAt;
            try (ResultSet result =
                    statement.executeQuery("select * from (\n" + query + "\n) as rota_rows limit " + (MOST_ROWS + 1))) {
                receivedAt = context.now();
                rows(result, rows, from);
            }
            connection.rollback();
            if (rows.size() > MOST_ROWS) {
                throw tooLarge(from, MOST_ROWS + " rows");
            }
            return new Reading(from, rows, receivedAt, "");
        } catch (SQLException e) {
            // An interrupt closes the socket under the driver.
            if (Thread.interrupted()) {
                InterruptedException interrupted = new InterruptedException("the query was cut off");
                interrupted.initCause(e);
                throw interrupted;
            }
            throw failed(from, e);
        }
    }

    /// @throws JobFailed class `config` when it is more than one statement
    private static String single(String written) throws JobFailed {
        String query = written.strip();
        while (query.endsWith(";")) {
            query = query.substring(0, query.length() - 1).stripTrailing();
        }
        if (query.isEmpty() || query.indexOf(';') >= 0) {
            throw new JobFailed(
                    FailureClass.CONFIG,
                    "The query must be one SELECT, so it may hold no semicolon (inside a text, write chr(59) for"
                            + " one).");
        }
        return query;
    }

    private Connection connect(Source.Sql source, RunContext context) throws JobFailed, SQLException {
        List<InetSocketAddress> addresses;
        context.turnsTo(source.host());
        try {
            addresses = egress.resolve(source.host(), source.port(), Egress.Profile.COLLECT);
        } catch (EgressRefused e) {
            throw new JobFailed(FailureClass.REFUSED, e.sentence(), null, e);
        } catch (UnknownHostException e) {
            throw new JobFailed(
                    FailureClass.DNS,
                    "No address was found for the host " + source.host() + ": " + e.getMessage() + ".",
                    null,
                    e);
        }
        Properties properties = new Properties();
        properties.setProperty("user", source.user());
        // Without one the driver would look for a password file of the user Rota runs as.
        properties.setProperty("password", source.password() == null ? "" : context.secret(source.password()));
        properties.setProperty("ApplicationName", "rota");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty(
                "socketTimeout", Long.toString(context.remaining().toSeconds() + 2));
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("maxResultBuffer", MOST_AT_ONCE);
        SQLException last = new SQLException("no address", "08001");
        for (InetSocketAddress address : addresses) {
            String host = address.getAddress().getHostAddress();
            String url =
                    "jdbc:postgresql://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + source.port() + "/"
                            + URLEncoder.encode(source.database(), StandardCharsets.UTF_8)
                                    .replace("+", "%20");
            try {
                return DriverManager.getConnection(url, properties);
            } catch (SQLException e) {
                last = e;
                if (Thread.currentThread().isInterrupted()
                        || !String.valueOf(e.getSQLState()).startsWith("08")) {
                    throw e;
                }
            }
        }
        throw last;
    }

    private static void rows(ResultSet result, List<Row> rows, String from) throws SQLException, JobFailed {
        ResultSetMetaData columns = result.getMetaData();
        long chars = 0;
        while (result.next()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                // Text keeps every digit of a numeric and writes a double in its shortest exact form.
                String text = result.getString(i);
                chars += text == null ? 0 : text.length();
                if (chars > MOST_CHARS) {
                    throw tooLarge(from, MOST_CHARS + " characters");
                }
                boolean state = columns.getColumnType(i) == Types.BIT || columns.getColumnType(i) == Types.BOOLEAN;
                values.put(
                        columns.getColumnLabel(i),
                        state && text != null ? Boolean.valueOf(text.startsWith("t")) : text);
            }
            rows.add(new Row.Columns(values));
        }
    }

    private static JobFailed tooLarge(String from, String most) {
        return new JobFailed(FailureClass.TOO_LARGE, "The query on " + from + " gives more than " + most + ".");
    }

    private static JobFailed failed(String from, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (why.contains("maxResultBuffer")) {
            return tooLarge(from, MOST_AT_ONCE + "B in a few rows");
        }
        boolean tls = false;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            tls |= cause instanceof javax.net.ssl.SSLException;
        }
        if (tls) {
            return failed(FailureClass.TLS, from + ": no secure connection: " + why, e);
        }
        return switch (state.length() < 2 ? state : state.substring(0, 2)) {
            case "08" -> failed(FailureClass.CONNECT, from + ": no connection: " + why, e);
            case "28" ->
                failed(
                        FailureClass.AUTH,
                        from + ": the database did not let us in: " + why + " Check user and secret.",
                        e);
            case "57" ->
                failed(
                        state.equals("57014") ? FailureClass.TIMEOUT : FailureClass.CONNECT,
                        from + ": the query was ended: " + why,
                        e);
            case "25" ->
                failed(
                        FailureClass.SOURCE,
                        from + ": the query wants to write, and the transaction is read-only: " + why,
                        e);
            default -> failed(FailureClass.SOURCE, from + ": the query failed (" + state + "): " + why, e);
        };
    }

    private static JobFailed failed(FailureClass failureClass, String sentence, SQLException e) {
        return new JobFailed(failureClass, sentence, null, e);
    }
}
