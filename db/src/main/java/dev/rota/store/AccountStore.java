package dev.rota.store;

import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Accounts and what they sign in with: bearer tokens, one-time login links, sessions. Secrets are looked up by
/// their hash; the secret itself is never stored. Roles are words here (`viewer`, `operator`, `editor`, `admin`):
/// what a role may do is the API's matter.
public final class AccountStore {
    /// A session ends this long after its last use …
    public static final Duration SESSION_IDLE = Duration.ofMinutes(30);
    /// … and this long after it was opened, used or not.
    public static final Duration SESSION_ABSOLUTE = Duration.ofHours(12);
    /// A login link that nobody opened is worth nothing after this time.
    public static final Duration LINK_LIFE = Duration.ofHours(1);

    /// The lesser of two roles, as SQL over `a.role` (the account's) and another row's.
    private static final String LESSER_ROLE = """
            case when array_position(array['viewer', 'operator', 'editor', 'admin'], %1$s.role)
                    < array_position(array['viewer', 'operator', 'editor', 'admin'], a.role)
                 then %1$s.role else a.role end""";

    private final Database database;

    public AccountStore(Database database) {
        this.database = database;
    }

    /// Who was recognised.
    ///
    /// @param role what this token, link or session may do: never more than the account may
    public record Access(long accountId, String name, String role) {}

    /// A session that was just opened.
    ///
    /// @param secret what the cookie holds
    /// @param csrf   what every write with that cookie must carry in a header
    public record Session(TokenSecret secret, String csrf) {}

    /// A session that was recognised.
    public record OpenSession(Access access, String csrf) {}

    /// Makes a bearer token. An account that is not there is made; one that may do less is raised to `role`,
    /// because a token never does more than its account.
    public TokenSecret createToken(String account, String role) {
        TokenSecret secret = TokenSecret.bearer();
        database.jdbi().useTransaction(handle -> {
            long id = ensureAccount(handle, account, role);
            handle.createUpdate("insert into token (account_id, role, hash) values (:account, :role, :hash)")
                    .bind("account", id)
                    .bind("role", role)
                    .bind("hash", secret.hash())
                    .execute();
        });
        return secret;
    }

    /// Makes the secret of a login link, good for one login within [#LINK_LIFE]. An account that is not there is
    /// made an administrator's: whoever may call this has the database in his hands anyway.
    public String createLoginLink(String account) {
        TokenSecret secret = TokenSecret.plain();
        database.jdbi().useTransaction(handle -> {
            long id = handle.createQuery("select id from account where name = :name")
                    .bind("name", account)
                    .mapTo(Long.class)
                    .findOne()
                    .orElseGet(() -> ensureAccount(handle, account, "admin"));
            handle.createUpdate("""
                            insert into login_link (hash, account_id, expires_at)
                            values (:hash, :account, clock_timestamp() + make_interval(secs => :seconds))
                            """)
                    .bind("hash", secret.hash())
                    .bind("account", id)
                    .bind("seconds", (double) LINK_LIFE.toSeconds())
                    .execute();
        });
        return secret.text();
    }

    /// Whose bearer token this is; empty when it is unknown, expired or revoked, or its account disabled.
    public Optional<Access> byToken(TokenSecret secret) {
        return database.jdbi().withHandle(handle -> {
            Optional<Access> access = handle.createQuery("""
                            select a.id, a.name, %s as role
                            from token t join account a on a.id = t.account_id
                            where t.hash = :hash and t.revoked_at is null and a.disabled_at is null
                              and (t.expires_at is null or t.expires_at > clock_timestamp())
                            """.formatted(LESSER_ROLE.formatted("t")))
                    .bind("hash", secret.hash())
                    .map((row, _) -> new Access(row.getLong("id"), row.getString("name"), row.getString("role")))
                    .findOne();
            if (access.isPresent()) {
                // To the minute is enough to see which tokens are in use; a write at every request would be dear.
                handle.createUpdate("""
                                update token set last_used_at = clock_timestamp()
                                where hash = :hash
                                  and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')
                                """).bind("hash", secret.hash()).execute();
            }
            return access;
        });
    }

    /// Uses up a login link; empty when it is unknown, too old or was used before.
    public Optional<Access> useLoginLink(TokenSecret secret) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        with used as (
                          update login_link set used_at = clock_timestamp()
                          where hash = :hash and used_at is null and expires_at > clock_timestamp()
                          returning account_id)
                        select a.id, a.name, a.role from used join account a on a.id = used.account_id
                        where a.disabled_at is null
                        """)
                        .bind("hash", secret.hash())
                        .map((row, _) -> new Access(row.getLong("id"), row.getString("name"), row.getString("role")))
                        .findOne());
    }

    /// Opens a session with what `access` may do, and sweeps out sessions and links that have ended.
    public Session openSession(Access access) {
        Session session = new Session(TokenSecret.plain(), TokenSecret.plain().text());
        database.jdbi().useTransaction(handle -> {
            handle.execute("delete from session where expires_at < clock_timestamp()");
            handle.execute("delete from login_link where expires_at < clock_timestamp() - interval '1 day'");
            handle.createUpdate("""
                            insert into session (hash, account_id, role, csrf, expires_at)
                            values (:hash, :account, :role, :csrf, clock_timestamp() + make_interval(secs => :seconds))
                            """)
                    .bind("hash", session.secret().hash())
                    .bind("account", access.accountId())
                    .bind("role", access.role())
                    .bind("csrf", session.csrf())
                    .bind("seconds", (double) SESSION_ABSOLUTE.toSeconds())
                    .execute();
        });
        return session;
    }

    /// Whose session this is; empty when it is unknown or has ended. Each use keeps it open for [#SESSION_IDLE]
    /// more.
    public Optional<OpenSession> bySession(TokenSecret secret) {
        return database.jdbi().withHandle(handle -> {
            Optional<OpenSession> session = handle.createQuery("""
                            select a.id, a.name, %s as role, s.csrf
                            from session s join account a on a.id = s.account_id
                            where s.hash = :hash and a.disabled_at is null and s.expires_at > clock_timestamp()
                              and s.last_seen_at > clock_timestamp() - make_interval(secs => :idle)
                            """.formatted(LESSER_ROLE.formatted("s")))
                    .bind("hash", secret.hash())
                    .bind("idle", (double) SESSION_IDLE.toSeconds())
                    .map((row, _) -> new OpenSession(
                            new Access(row.getLong("id"), row.getString("name"), row.getString("role")),
                            row.getString("csrf")))
                    .findOne();
            if (session.isPresent()) {
                handle.createUpdate("""
                                update session set last_seen_at = clock_timestamp()
                                where hash = :hash and last_seen_at < clock_timestamp() - interval '1 minute'
                                """).bind("hash", secret.hash()).execute();
            }
            return session;
        });
    }

    /// Ends a session; one that is not there has ended already.
    public void closeSession(TokenSecret secret) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("delete from session where hash = :hash")
                        .bind("hash", secret.hash())
                        .execute());
    }

    static long ensureAccount(Handle handle, String name, String role) {
        return handle.createQuery("""
                        insert into account as a (name, role) values (:name, :role)
                        on conflict (name) do update set role =
                          case when array_position(array['viewer', 'operator', 'editor', 'admin'], excluded.role)
                                  > array_position(array['viewer', 'operator', 'editor', 'admin'], a.role)
                               then excluded.role else a.role end
                        returning id
                        """)
                .bind("name", name)
                .bind("role", role)
                .mapTo(Long.class)
                .one();
    }
}
