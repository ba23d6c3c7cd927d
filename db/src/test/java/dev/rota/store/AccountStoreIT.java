package dev.rota.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.store.AccountStore.Access;
import dev.rota.store.AccountStore.OpenSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountStoreIT {
    private TestDatabase server;
    private Database database;
    private AccountStore accounts;

    @BeforeAll
    void open() throws Exception {
        server = PostgresForTests.freshDatabase();
        database = Database.open(server.config(), "AccountStoreIT");
        accounts = new AccountStore(database);
    }

    @AfterAll
    void close() throws Exception {
        database.close();
        server.close();
    }

    @Test
    void aTokenIsKnownByItsSecretAndNoOtherIs() {
        TokenSecret token = accounts.createToken("token-known", "editor");
        assertThat(accounts.byToken(token)).map(Access::name).contains("token-known");
        assertThat(accounts.byToken(token)).map(Access::role).contains("editor");
        assertThat(accounts.byToken(TokenSecret.bearer())).isEmpty();
    }

    @Test
    void theDatabaseHoldsNoSecret() {
        TokenSecret token = accounts.createToken("no-secret", "admin");
        assertThat(count("select count(*) from token t where t::text like '%' || ? || '%'", token.text()))
                .isZero();
        assertThat(count("select count(*) from token where hash = sha256(convert_to(?, 'UTF8'))", token.text()))
                .isOne();
    }

    @Test
    void aTokenOfALesserRoleDoesNoMoreThanThatRole() {
        TokenSecret admin = accounts.createToken("two-roles", "admin");
        TokenSecret viewer = accounts.createToken("two-roles", "viewer");
        assertThat(accounts.byToken(admin)).map(Access::role).contains("admin");
        assertThat(accounts.byToken(viewer)).map(Access::role).contains("viewer");
    }

    @Test
    void aTokenNeverDoesMoreThanItsAccountMay() {
        TokenSecret token = accounts.createToken("demoted", "admin");
        execute("update account set role = 'operator' where name = 'demoted'");
        assertThat(accounts.byToken(token)).map(Access::role).contains("operator");
    }

    @Test
    void revokedAndExpiredTokensAndThoseOfDisabledAccountsAreUnknown() {
        TokenSecret revoked = accounts.createToken("revoked", "viewer");
        execute("update token set revoked_at = clock_timestamp() where hash = sha256(convert_to('" + revoked.text()
                + "', 'UTF8'))");
        TokenSecret expired = accounts.createToken("expired", "viewer");
        execute("update token set expires_at = clock_timestamp() - interval '1 second' where hash ="
                + " sha256(convert_to('" + expired.text() + "', 'UTF8'))");
        TokenSecret disabled = accounts.createToken("disabled", "viewer");
        execute("update account set disabled_at = clock_timestamp() where name = 'disabled'");
        assertThat(accounts.byToken(revoked)).isEmpty();
        assertThat(accounts.byToken(expired)).isEmpty();
        assertThat(accounts.byToken(disabled)).isEmpty();
    }

    @Test
    void aLoginLinkWorksOnce() {
        TokenSecret link = new TokenSecret(accounts.createLoginLink("linked"));
        assertThat(accounts.useLoginLink(link)).map(Access::role).contains("admin");
        assertThat(accounts.useLoginLink(link)).isEmpty();
    }

    @Test
    void aLoginLinkKeepsTheRoleOfAnAccountThatIsThere() {
        accounts.createToken("linked-viewer", "viewer");
        TokenSecret link = new TokenSecret(accounts.createLoginLink("linked-viewer"));
        assertThat(accounts.useLoginLink(link)).map(Access::role).contains("viewer");
    }

    @Test
    void aLoginLinkGrowsOld() {
        TokenSecret link = new TokenSecret(accounts.createLoginLink("linked-late"));
        execute("update login_link set expires_at = clock_timestamp() - interval '1 second' where account_id ="
                + " (select id from account where name = 'linked-late')");
        assertThat(accounts.useLoginLink(link)).isEmpty();
    }

    @Test
    void aSessionMayDoWhatTheTokenItWasOpenedWithMay() {
        accounts.createToken("session-role", "admin");
        Access viewer =
                accounts.byToken(accounts.createToken("session-role", "viewer")).orElseThrow();
        TokenSecret session = accounts.openSession(viewer).secret();
        assertThat(accounts.bySession(session)).map(OpenSession::access).contains(viewer);
    }

    @Test
    void aSessionEndsHalfAnHourAfterItsLastUse() {
        TokenSecret session = session("idle");
        age("idle", "last_seen_at", "29 minutes");
        assertThat(accounts.bySession(session)).isPresent();
        age("idle", "last_seen_at", "29 minutes");
        assertThat(accounts.bySession(session))
                .as("the use before kept it open")
                .isPresent();
        age("idle", "last_seen_at", "31 minutes");
        assertThat(accounts.bySession(session)).isEmpty();
    }

    @Test
    void aSessionEndsTwelveHoursAfterItWasOpenedHoweverMuchItIsUsed() {
        TokenSecret session = session("absolute");
        age("absolute", "expires_at", "11 hours 59 minutes");
        assertThat(accounts.bySession(session)).isPresent();
        age("absolute", "expires_at", "1 minute");
        assertThat(accounts.bySession(session)).isEmpty();
    }

    @Test
    void aClosedSessionIsUnknown() {
        TokenSecret session = session("closed");
        accounts.closeSession(session);
        assertThat(accounts.bySession(session)).isEmpty();
    }

    private TokenSecret session(String account) {
        Access access =
                accounts.byToken(accounts.createToken(account, "viewer")).orElseThrow();
        return accounts.openSession(access).secret();
    }

    /// Moves a time of an account's session back, as if that much time had passed.
    private void age(String account, String column, String by) {
        execute(
                "update session set %s = %s - interval '%s' where account_id = (select id from account where name = '%s')"
                        .formatted(column, column, by, account));
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private long count(String sql, String parameter) {
        return database.jdbi()
                .withHandle(handle ->
                        handle.select(sql, parameter).mapTo(Long.class).one());
    }
}
