package dev.rota.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The bearer tokens there are, for whoever administers them. Making and recognising them is [AccountStore]'s.
public final class TokenStore {
    private final Database database;

    public TokenStore(Database database) {
        this.database = database;
    }

    /// A token, without its secret.
    ///
    /// @param state `good`, `expired` or `revoked`
    public record Token(
            long id, String account, String role, String state, Instant createdAt, Optional<Instant> lastUsedAt) {}

    /// All of them, the oldest first.
    public List<Token> all() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select t.id, a.name, t.role, t.created_at, t.last_used_at,
                               case when t.revoked_at is not null then 'revoked'
                                    when t.expires_at <= clock_timestamp() then 'expired'
                                    else 'good' end as state
                        from token t join account a on a.id = t.account_id
                        order by t.id
                        """)
                        .map((row, _) -> new Token(
                                row.getLong("id"),
                                row.getString("name"),
                                row.getString("role"),
                                row.getString("state"),
                                row.getTimestamp("created_at").toInstant().truncatedTo(ChronoUnit.SECONDS),
                                Optional.ofNullable(row.getTimestamp("last_used_at"))
                                        .map(at -> at.toInstant().truncatedTo(ChronoUnit.SECONDS))))
                        .list());
    }

    /// Makes a token worthless; false when there is none of that id, or it is revoked already.
    public boolean revoke(long id) {
        return database.jdbi()
                        .withHandle(handle -> handle.createUpdate(
                                        "update token set revoked_at = clock_timestamp() where id = :id and revoked_at is null")
                                .bind("id", id)
                                .execute())
                == 1;
    }
}
