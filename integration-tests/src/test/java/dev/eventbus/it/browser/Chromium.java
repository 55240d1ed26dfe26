package dev.eventbus.it.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eventbus.it.Platform;
import dev.eventbus.it.SharedStack;
import dev.eventbus.it.stack.DemoUser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium, as the machine has it. Where there is none, the test is skipped and says so. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    static Chromium start() {
        Optional<Path> browser = NAMES.stream().flatMap(Chromium::onPath).findFirst();
        Optional<Path> chromedriver = onPath("chromedriver").findFirst();
        assumeTrue(
                browser.isPresent() && chromedriver.isPresent(),
                "no chromium and chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.orElseThrow().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1000,800");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .build();
        return new Chromium(new ChromeDriver(service, options));
    }

    private static Stream<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }

    /** A phone's width. */
    Chromium narrow() {
        driver.manage().window().setSize(new Dimension(375, 700));
        return this;
    }

    void open(String address) {
        driver.get(address);
    }

    /** Signs in on the inbox page, by hand as it were. */
    void signIn(Platform platform, DemoUser user) {
        open(platform.stack().gateway().url() + "/inbox");
        Platform.eventually().until(() -> find("#sign-in").isDisplayed());
        find("[name=email]").sendKeys(user.email());
        find("[name=password]").sendKeys(user.password());
        find("#sign-in button").click();
        Platform.eventually().until(() -> text("#state").endsWith("live"));
    }

    /** Opens another tab and goes there; returns how to come back to this one. */
    Runnable openTab(String address) {
        String here = driver.getWindowHandle();
        driver.switchTo().newWindow(WindowType.TAB);
        open(address);
        return () -> driver.switchTo().window(here);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    String title() {
        return driver.getTitle();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    String text(String selector) {
        return find(selector).getText();
    }

    /** What the bell shows inside itself. */
    WebElement inBell(String selector) {
        return find("notification-bell").getShadowRoot().findElement(By.cssSelector(selector));
    }

    /** Runs a script on the page; its last argument is to be called with the result. */
    Object run(String script, Object... arguments) {
        return driver.executeAsyncScript(script, arguments);
    }

    /** Runs an expression on the page. */
    Object value(String expression) {
        return driver.executeScript("return " + expression);
    }

    /** A picture to look at, in {@code target/screenshots}. */
    void picture(String name) throws IOException {
        Path folder = SharedStack.project().resolve("integration-tests/target/screenshots");
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
