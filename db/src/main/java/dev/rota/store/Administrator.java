package dev.rota.store;

import java.util.List;

/// A way into a server as somebody who may make roles and databases there.
///
/// Both methods throw [DatabaseTrouble] when the server is not there or refuses.
public interface Administrator {
    /// The first column of the answer, as text.
    List<String> ask(String database, String query);

    /// Runs the statements in order; the first that fails ends it. Not one transaction, for `create database`
    /// cannot be part of one: every statement may be run again.
    void tell(String database, List<String> statements);
}
