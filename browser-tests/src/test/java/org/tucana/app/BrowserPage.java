package org.tucana.app;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A page of HTML in a headless Chromium that is installed on this machine. Nothing is downloaded;
 * without a Chromium the test is skipped and says so.
 */
final class BrowserPage implements AutoCloseable {
  private static final List<Path> CHROMIUMS =
      List.of(
          Path.of("/usr/bin/chromium"),
          Path.of("/usr/bin/chromium-browser"),
          Path.of("/usr/bin/google-chrome"));

  /** Quiet: no sandbox, which root cannot have, and no services that look for a network. */
  private static final List<String> OPTIONS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static final int HEIGHT = 900;

  /** Milliseconds that a browser may take to start or to answer; generous for busy machines. */
  private static final double PATIENCE = 120_000;

  private final Playwright playwright;
  private final Page page;
  private final List<String> faults = new ArrayList<>();

  private BrowserPage(Playwright playwright, Page page) {
    this.playwright = playwright;
    this.page = page;
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        faults.add(message.type() + ": " + message.text());
      }
    });
    page.onPageError(error -> faults.add("script: " + error));
    page.onRequestFailed(request -> faults.add("not loaded: " + request.url()));
    page.onRequest(request -> {
      if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) {
        faults.add("asks a network: " + request.url());
      }
    });
  }

  /** Opens a file at a width of 1280 pixels; skips the test where there is no Chromium. */
  static BrowserPage open(Path file) {
    Path chromium = CHROMIUMS.stream().filter(Files::isExecutable).findFirst().orElse(Path.of(""));
    Assumptions.assumeTrue(
        Files.isExecutable(chromium),
        "no Chromium at any of " + CHROMIUMS + "; install Debian's chromium");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setArgs(OPTIONS)
                    .setTimeout(PATIENCE));
    BrowserPage opened = new BrowserPage(playwright, browser.newPage());
    opened.page.setDefaultTimeout(PATIENCE);
    opened.width(1280);
    opened.page.navigate(file.toUri().toString());
    return opened;
  }

  /** Sets the window's width in pixels. */
  void width(int pixels) {
    page.setViewportSize(pixels, HEIGHT);
  }

  /** What went wrong so far: words on the console, failed scripts, files that did not load. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Texts of all elements that a selector finds. */
  List<String> texts(String selector) {
    return page.locator(selector).allTextContents();
  }

  /** Number of pictures. */
  int pictures() {
    return page.locator("img").count();
  }

  /** Addresses of pictures without any pixel. */
  List<String> brokenPictures() {
    return strings(
        "[...document.images].filter(i => !i.complete || i.naturalWidth == 0).map(i => i.src)");
  }

  /**
   * Elements that reach beyond the window's right edge and are in no box that scrolls; empty where
   * the page needs no sideways scrolling.
   */
  List<String> tooWide() {
    return strings(
        """
        (() => {
          const edge = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= edge) return [];
          const scrolls = e => e && (getComputedStyle(e).overflowX != 'visible'
              || scrolls(e.parentElement));
          return [...document.body.querySelectorAll('*')]
              .filter(e => e.getBoundingClientRect().right > edge && !scrolls(e.parentElement))
              .map(e => e.tagName + ': ' + e.textContent.slice(0, 60));
        })()
        """);
  }

  private List<String> strings(String script) {
    return ((List<?>) page.evaluate(script)).stream().map(String::valueOf).toList();
  }

  /** Clicks the link of these words. */
  void follow(String words) {
    page.locator("a", new Page.LocatorOptions().setHasText(words)).first().click();
  }

  /** The place within the page that its address names, without {@code #}; null for none. */
  String fragment() {
    return URI.create(page.url()).getFragment();
  }

  /** Whether an element lies within the window, at least in part. */
  boolean shows(String selector) {
    return (Boolean)
        page.evaluate(
            "s => { const r = document.querySelector(s).getBoundingClientRect();"
                + " return r.bottom > 0 && r.top < innerHeight; }",
            selector);
  }

  /** What the window shows, as a PNG file. */
  void photograph(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  @Override
  public void close() {
    // Closes its browsers too.
    playwright.close();
  }
}
