package dev.eventbus.extensions.processor;

import dev.eventbus.extensions.PlatformEventHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic.Kind;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** The lines of {@code META-INF/services} by which a plugin's handlers are found. */
final class ServicesFile {
    private static final String NAME = "META-INF/services/" + PlatformEventHandler.class.getName();

    private final ProcessingEnvironment environment;
    private final Set<String> lines = new TreeSet<>();

    ServicesFile(ProcessingEnvironment environment) {
        this.environment = environment;
    }

    void add(TypeElement handler) {
        if (canBeMadeByAnyone(handler)) {
            lines.add(environment.getElementUtils().getBinaryName(handler).toString());
        } else {
            environment
                    .getMessager()
                    .printMessage(
                            Kind.NOTE,
                            handler + " is not offered to plugin folders: for that it must be public, static if it is"
                                    + " inside another class, with a public constructor without parameters",
                            handler);
        }
    }

    private static boolean canBeMadeByAnyone(TypeElement handler) {
        boolean isReachable = true;
        for (@Nullable Element outer = handler; outer instanceof TypeElement type; outer = type.getEnclosingElement()) {
            boolean isInner =
                    type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC);
            isReachable &= type.getModifiers().contains(Modifier.PUBLIC) && !isInner;
        }
        return isReachable
                && ElementFilter.constructorsIn(handler.getEnclosedElements()).stream()
                        .anyMatch(constructor -> constructor.getParameters().isEmpty()
                                && constructor.getModifiers().contains(Modifier.PUBLIC));
    }

    void write() throws IOException {
        lines.addAll(linesWrittenByHand());
        if (!lines.isEmpty()) {
            try (Writer file = environment
                    .getFiler()
                    .createResource(StandardLocation.CLASS_OUTPUT, "", NAME)
                    .openWriter()) {
                for (String line : lines) {
                    file.write(line + "\n");
                }
            }
        }
    }

    /** Also those of an earlier run that did not compile all classes again; classes that are gone are left out. */
    private Set<String> linesWrittenByHand() throws IOException {
        Set<String> found = new TreeSet<>();
        try {
            CharSequence text = environment
                    .getFiler()
                    .getResource(StandardLocation.CLASS_OUTPUT, "", NAME)
                    .getCharContent(true);
            text.toString()
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .filter(this::isThere)
                    .forEach(found::add);
        } catch (FileNotFoundException | NoSuchFileException e) {
            return found;
        }
        return found;
    }

    private boolean isThere(String binaryName) {
        return environment.getElementUtils().getTypeElement(binaryName.replace('$', '.')) != null;
    }
}
