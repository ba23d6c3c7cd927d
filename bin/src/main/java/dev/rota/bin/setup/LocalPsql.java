package dev.rota.bin.setup;

import dev.rota.store.Administrator;
import dev.rota.store.DatabaseTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// The administrator of the PostgreSQL on this machine: its own `psql` over the Unix socket, as the user `postgres`
/// when root calls. That is the one way in that every Debian has open, and only from here.
final class LocalPsql implements Administrator {
    private final boolean root;

    LocalPsql(boolean root) {
        this.root = root;
    }

    @Override
    public List<String> ask(String database, String query) {
        return run(database, query + ";\n")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Override
    public void tell(String database, List<String> statements) {
        String _ = run(database, String.join(";\n", statements) + ";\n");
    }

    private List<String> command(String database) {
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.addAll(List.of("psql", "-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-d", database));
        return command;
    }

    /// The script goes through standard input: arguments can be seen by everybody on the machine.
    private String run(String database, String script) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command(database)).directory(new java.io.File("/"));
            builder.environment().put("PGCLIENTENCODING", "UTF8");
            builder.environment().put("PGOPTIONS", "-c client_min_messages=warning");
            builder.environment().put("LC_MESSAGES", "C");
            Process psql = builder.start();
            CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> text(psql.getErrorStream()));
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> text(psql.getInputStream()));
            try (var in = psql.getOutputStream()) {
                in.write(script.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                // It ended before it had read everything: what it says of that follows.
            }
            int code = psql.waitFor();
            if (code != 0) {
                throw new DatabaseTrouble("PostgreSQL on this machine could not be prepared: "
                        + errors.join().strip().replaceAll("(?m)^psql:(<stdin>:\\d+: )?\\s*", "")
                        + ". If it is elsewhere, name it with --admin-url.");
            }
            return answer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseTrouble("It was interrupted.", e);
        } catch (CompletionException | IOException e) {
            throw new DatabaseTrouble(
                    "There is no psql on this machine to go to its PostgreSQL with (Debian: apt install postgresql)."
                            + " If PostgreSQL is elsewhere, name it with --admin-url.",
                    e);
        }
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
