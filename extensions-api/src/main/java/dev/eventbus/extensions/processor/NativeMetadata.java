package dev.eventbus.extensions.processor;

import dev.eventbus.extensions.EventHandler;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.StandardLocation;

/**
 * Tells a native build which types of one handler are used by reflection: the handler with its supertypes, and its
 * payload types with all that they hold.
 *
 * @see <a href="https://www.graalvm.org/latest/reference-manual/native-image/metadata/">reachability metadata</a>
 */
final class NativeMetadata {
    private static final String ENTRY = """
            {"type": "%s", "allDeclaredConstructors": true, "allDeclaredMethods": true, "allDeclaredFields": true}""";

    private final ProcessingEnvironment environment;
    private final Set<TypeElement> handlers = new LinkedHashSet<>();
    private final PayloadTypes payloads;

    NativeMetadata(ProcessingEnvironment environment) {
        this.environment = environment;
        this.payloads = new PayloadTypes(environment.getTypeUtils());
    }

    void write(TypeElement handler) throws IOException {
        addHandler(handler.asType());
        Set<TypeElement> types = new LinkedHashSet<>(handlers);
        types.addAll(payloads.found());
        String name = environment.getElementUtils().getBinaryName(handler).toString();
        String json = types.stream()
                .map(type -> ENTRY.formatted(environment.getElementUtils().getBinaryName(type)))
                .collect(Collectors.joining(",\n  ", "{\"reflection\": [\n  ", "\n]}\n"));
        try (Writer file = environment
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", path(name), handler)
                .openWriter()) {
            file.write(json);
        }
    }

    private static String path(String handler) {
        return "META-INF/native-image/dev.eventbus.extensions/" + handler + "/reachability-metadata.json";
    }

    /** With supertypes: the dispatcher looks for methods there, too. */
    private void addHandler(TypeMirror type) {
        if (type.getKind() != TypeKind.DECLARED) {
            return;
        }
        TypeElement element = (TypeElement) ((DeclaredType) type).asElement();
        if (PayloadTypes.isOfTheAuthor(element) && handlers.add(element)) {
            for (ExecutableElement method : ElementFilter.methodsIn(element.getEnclosedElements())) {
                if (method.getAnnotation(EventHandler.class) != null) {
                    method.getParameters().stream().map(Element::asType).forEach(payloads::add);
                }
            }
            environment.getTypeUtils().directSupertypes(type).forEach(this::addHandler);
        }
    }
}
