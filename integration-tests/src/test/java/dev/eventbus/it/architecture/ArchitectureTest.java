package dev.eventbus.it.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {

    private static final Set<Module> MAY_SPEAK_NATS = Set.of(Module.NATS, Module.BENCHMARKS);
    private static final List<String> FRAMEWORKS =
            List.of("io.quarkus.", "jakarta.enterprise.", "jakarta.inject.", "org.eclipse.microprofile.");

    @ParameterizedTest
    @EnumSource(Module.class)
    void modulesKnowOnlyWhatTheArrowsAllow(Module module) {
        List<String> forbidden = dependencies(module)
                .filter(dependency -> Code.moduleOf(dependency.getTargetClass())
                        .filter(target -> !module.mayKnow(target))
                        .isPresent())
                .map(Dependency::getDescription)
                .toList();

        assertThat(Code.of(module)).as("compiled classes of %s", module).isNotEmpty();
        assertThat(forbidden).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Module.class)
    void onlyTheNatsBindingImportsTheNatsClient(Module module) {
        List<String> imports = dependencies(module)
                .filter(dependency -> dependency.getTargetClass().getName().startsWith("io.nats."))
                .filter(dependency -> !setsUpConsumersOfTheForwarder(dependency.getOriginClass()))
                .map(Dependency::getDescription)
                .toList();

        if (MAY_SPEAK_NATS.contains(module)) {
            assertThat(module == Module.BENCHMARKS || !imports.isEmpty()).isTrue();
        } else {
            assertThat(imports).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CORE", "NATS", "WEBHOOK_DELIVERY", "EXTENSIONS_API"})
    void plainLibrariesKnowNoFramework(Module library) {
        List<String> frameworks = dependencies(library)
                .filter(dependency ->
                        FRAMEWORKS.stream().anyMatch(dependency.getTargetClass().getName()::startsWith))
                .map(Dependency::getDescription)
                .toList();

        assertThat(frameworks).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(packages(name -> !name.equals("dev.eventbus")))
                .should()
                .beFreeOfCycles()
                .check(Code.ALL);
    }

    private static boolean setsUpConsumersOfTheForwarder(JavaClass type) {
        return type.getPackageName().equals("dev.eventbus.forwarder.forward");
    }

    private static Stream<Dependency> dependencies(Module module) {
        return Code.of(module).stream().flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }

    /** Each package is a slice; the root package of the core is everybody's vocabulary and belongs to none. */
    private static SliceAssignment packages(Predicate<String> counted) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return counted.test(type.getPackageName())
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }
}
