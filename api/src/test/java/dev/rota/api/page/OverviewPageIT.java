package dev.rota.api.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/// What the overview says of the daemons.
class OverviewPageIT extends InChromium {
    @Test
    void aDaemonThatReachesHardlyAnyHostIsToldUntilThatIsOver() {
        api.daemon();
        Page page = loggedIn("#/");
        assertThat(page.getByText("machine-room")).isVisible();
        assertThat(page.getByText("Most hosts cannot be reached")).hasCount(0);

        api.sql("update rota.daemon set egress_suspect_since = clock_timestamp() - interval '2 minutes'");
        lookAgain(page);
        assertThat(page.getByText("Most hosts cannot be reached since")).isVisible();

        api.sql("update rota.daemon set egress_suspect_since = null");
        lookAgain(page);
        assertThat(page.getByText("Most hosts cannot be reached")).hasCount(0);
    }
}
