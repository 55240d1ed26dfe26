package dev.eventbus.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The compiled main code of all modules, and which module each class is from. */
final class Code {

    static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(Arrays.stream(Module.values()).map(Module::mainClasses).toList());

    private Code() {}

    /** Empty for what is not ours. */
    static Optional<Module> moduleOf(JavaClass type) {
        return type.getSource()
                .filter(source -> "file".equals(source.getUri().getScheme())) // not in a library's jar
                .map(source -> Path.of(source.getUri()))
                .flatMap(file -> Arrays.stream(Module.values())
                        .filter(module -> file.startsWith(module.mainClasses()))
                        .findFirst());
    }

    static List<JavaClass> of(Module module) {
        return ALL.stream()
                .filter(type -> moduleOf(type).equals(Optional.of(module)))
                .toList();
    }
}
