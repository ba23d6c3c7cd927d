package dev.rota.daemon.faults;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// A statement as a client is about to send it, and the statements of its transaction before it.
record Said(List<String> before, String statement) {

    /// The commit of the transaction that claims runs.
    static final Predicate<Said> COMMIT_OF_CLAIM = said -> said.isCommit() && said.wrote("insert into run ");

    /// The commit of the transaction that records how runs ended.
    static final Predicate<Said> COMMIT_OF_FINISH =
            said -> said.isCommit() && said.wrote("last_finished_at = ") && said.wrote("current_run = null");

    /// The statement that renews a lease.
    static final Predicate<Said> HEARTBEAT = said -> said.statement.contains("heartbeat_at = ");

    private boolean isCommit() {
        return statement.strip().toLowerCase(Locale.ROOT).startsWith("commit");
    }

    private boolean wrote(String words) {
        return before.stream().anyMatch(one -> one.contains(words));
    }
}
