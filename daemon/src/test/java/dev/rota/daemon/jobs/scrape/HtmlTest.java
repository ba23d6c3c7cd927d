package dev.rota.daemon.jobs.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @AfterEach
    void forgetTheInterrupt() {
        boolean _ = Thread.interrupted();
    }

    @Test
    void aStoppedRunReadsNoPageToItsEnd() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Html.parse("<p>one</p>", "https://shop.example/"))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void linksAreRelativeToTheAddressOfThePage() throws Exception {
        var page = Html.parse("<p><a href=next>next</a>", "https://shop.example/list/");
        assertThat(page.select("a").eachAttr("abs:href")).containsExactly("https://shop.example/list/next");
    }
}
