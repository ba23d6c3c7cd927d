package dev.rota.api.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Chromium that remembers everything a page complained about.
final class Chromium implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 20_000;

    /// A refused request is what some tests are about: the browser writes a line for it, no error of the page.
    private static final String REFUSED_REQUEST = "Failed to load resource";

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        String node = NeedsChromium.node().map(Path::toString).orElseThrow();
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node, "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(NeedsChromium.browser().orElseThrow())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    /// A page of its own, with no cookies yet, in a window as wide as a desk's or a phone's.
    Page open(int width, int height) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.addInitScript("document.addEventListener('securitypolicyviolation',"
                + " e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))");
        Page page = context.newPage();
        page.onPageError(error -> complaints.add("uncaught: " + error));
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())
                    && !message.text().startsWith(REFUSED_REQUEST)) {
                complaints.add(message.type() + ": " + message.text());
            }
        });
        return page;
    }

    /// Errors on the console, uncaught exceptions and violations of the content policy since the last question.
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
