import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints what surefire and failsafe reported: a table per module, failures and skipped tests by name, the counts last.
 *
 * <p>Run as {@code java .ci/TestSummary.java <checkout>}; exits with 1 when a test failed or none ran.
 */
public final class TestSummary {

    private final Map<String, Counts> modules = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> skips = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(arguments[0]);
        TestSummary summary = new TestSummary();
        for (Path report : reports(project)) {
            summary.add(module(project.relativize(report)), report.toFile());
        }
        System.exit(summary.print() ? 0 : 1);
    }

    private static List<Path> reports(Path project) throws IOException {
        try (Stream<Path> modules = Files.list(project);
                Stream<Path> examples = Files.list(project.resolve("examples"))) {
            return Stream.concat(modules, examples)
                    .flatMap(module -> Stream.of("surefire-reports", "failsafe-reports")
                            .map(kind -> module.resolve("target").resolve(kind)))
                    .filter(Files::isDirectory)
                    .flatMap(TestSummary::xml)
                    .sorted()
                    .toList();
        }
    }

    /** The module's folder: all that stands before {@code target}. */
    private static String module(Path report) {
        return report.subpath(0, report.getNameCount() - 3).toString();
    }

    private static Stream<Path> xml(Path folder) {
        String[] names = folder.toFile().list((in, name) -> name.startsWith("TEST-") && name.endsWith(".xml"));
        return Stream.of(names == null ? new String[0] : names).map(folder::resolve);
    }

    private void add(String module, File report) throws Exception {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report)
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            add(modules.computeIfAbsent(module, name -> new Counts()), (Element) cases.item(i));
        }
    }

    private void add(Counts counts, Element test) {
        String name = test.getAttribute("classname") + "." + test.getAttribute("name");
        counts.seconds += Double.parseDouble(test.getAttribute("time").replace(",", ""));
        if (first(test, "failure") != null || first(test, "error") != null) {
            counts.failed++;
            Element reason = first(test, "failure") != null ? first(test, "failure") : first(test, "error");
            failures.add(name + ": " + firstLine(reason.getAttribute("message")));
        } else if (first(test, "skipped") != null) {
            counts.skipped++;
            skips.add(name + ": " + reason(first(test, "skipped")));
        } else {
            counts.passed++;
        }
    }

    private boolean print() {
        Counts all = new Counts();
        System.out.printf("%n%-24s %8s %8s %8s %9s%n", "module", "passed", "failed", "skipped", "seconds");
        modules.forEach((module, counts) -> {
            System.out.printf("%-24s %s%n", module, counts.columns());
            all.add(counts);
        });
        print("Skipped", skips);
        print("Failed", failures);
        System.out.printf("%n%d passed, %d failed, %d skipped%n", all.passed, all.failed, all.skipped);
        return all.failed == 0 && all.passed > 0;
    }

    private static void print(String title, List<String> names) {
        if (!names.isEmpty()) {
            System.out.printf("%n%s:%n", title);
            names.forEach(name -> System.out.println("  " + name));
        }
    }

    private static Element first(Element test, String tag) {
        return (Element) test.getElementsByTagName(tag).item(0);
    }

    /** A failed assumption says its reason in the text only. */
    private static String reason(Element skipped) {
        String message = skipped.getAttribute("message");
        return firstLine(message.isEmpty() ? skipped.getTextContent().strip() : message);
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no reason given");
    }

    private static final class Counts {
        int passed;
        int failed;
        int skipped;
        double seconds;

        void add(Counts other) {
            passed += other.passed;
            failed += other.failed;
            skipped += other.skipped;
            seconds += other.seconds;
        }

        String columns() {
            return "%8d %8d %8d %9.1f".formatted(passed, failed, skipped, seconds);
        }
    }
}
