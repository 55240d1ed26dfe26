package dev.eventbus.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** What other services embed: small, with few dependencies, and nothing of the JDK's inside. */
class CoreJarIT {
    private static final int MOST_BYTES = 250 * 1024;

    private static final List<String> MAY_USE =
            List.of("java.", "javax.sql.", "com.fasterxml.jackson.", "org.slf4j.", "org.jspecify.");

    /** For those who have them anyway: one package may use them, nobody has to bring them. */
    private static final List<String> OPTIONAL = List.of("io.micrometer.", "io.opentelemetry.");

    private static final Path JAR = jar(name -> !name.contains("-tests"));
    private static final Path TESTKIT = jar(name -> name.endsWith("-tests.jar"));

    @Test
    void isSmall(TestReporter reporter) throws IOException {
        long bytes = Files.size(JAR);

        reporter.publishEntry("bytes of eventbus-core's jar", Long.toString(bytes));
        assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void usesJacksonAndSlf4jAlone() throws IOException {
        assertThat(foreign(classes(JAR), MAY_USE).filter(CoreJarIT::isMandatory))
                .isEmpty();
    }

    @Test
    void usesNothingInternalToTheJdk() {
        StringWriter found = new StringWriter();
        PrintWriter out = new PrintWriter(found);

        int exit = ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(out, out, "--jdk-internals", "--multi-release", "base", "--ignore-missing-deps", JAR.toString());

        assertThat(exit).as(found.toString()).isZero();
        assertThat(found.toString()).doesNotContain("JDK internal API").doesNotContain("jdk.unsupported");
    }

    /** Else it could not be used without our other test classes. */
    @Test
    void theTestkitIsComplete() throws IOException {
        Set<String> there = names(JAR);
        there.addAll(names(TESTKIT));

        List<String> missing = dependencies(classes(TESTKIT))
                .filter(dependency -> isOurs(outermost(dependency.getTargetClass())))
                .filter(dependency -> !there.contains(outermost(dependency.getTargetClass())))
                .map(Dependency::getDescription)
                .toList();

        assertThat(names(TESTKIT)).contains("dev.eventbus.testkit.TestBus").noneMatch(name -> name.endsWith("Test"));
        assertThat(missing).isEmpty();
    }

    @Test
    void theTestkitAsksItsUsersForAssertJAndJUnitAtMost() throws IOException {
        List<String> mayUse = Stream.concat(
                        MAY_USE.stream(), Stream.of("org.assertj.", "org.junit.", "org.opentest4j."))
                .toList();

        assertThat(foreign(classes(TESTKIT), mayUse)).isEmpty();
    }

    private static boolean isMandatory(Dependency dependency) {
        return OPTIONAL.stream().noneMatch(outermost(dependency.getTargetClass())::startsWith)
                || !dependency.getOriginClass().getPackageName().equals("dev.eventbus.interceptor");
    }

    private static Stream<Dependency> foreign(JavaClasses classes, List<String> mayUse) {
        return dependencies(classes).filter(dependency -> {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            return !target.isPrimitive()
                    && !isOurs(target.getName())
                    && mayUse.stream().noneMatch(target.getName()::startsWith);
        });
    }

    private static boolean isOurs(String name) {
        return name.startsWith("dev.eventbus.");
    }

    private static String outermost(JavaClass type) {
        String name = type.getBaseComponentType().getName();
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private static Stream<Dependency> dependencies(JavaClasses classes) {
        return classes.stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }

    private static JavaClasses classes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            JavaClasses classes = new ClassFileImporter().importJar(file);
            assertThat(classes).as("classes in %s", jar).isNotEmpty();
            return classes;
        }
    }

    private static Set<String> names(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** As built before this module is tested. */
    private static Path jar(Predicate<String> named) {
        Path target = Module.CORE.mainClasses().resolveSibling(".").normalize();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> named.test(file.getFileName().toString()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "No jar in " + target + ". Build with mvn verify, which packages eventbus-core before."));
        } catch (IOException e) {
            throw new IllegalStateException("Could not look for a jar in " + target, e);
        }
    }
}
