package dev.eventbus.extensions.processor;

import dev.eventbus.EventKey;
import dev.eventbus.extensions.EventEnvelope;
import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.Extension;
import dev.eventbus.extensions.PlatformEventHandler;
import dev.eventbus.topic.Segments;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic.Kind;

/** What the dispatcher would refuse when it is too late, refused in the same words while compiling. */
final class Rules {
    private final ProcessingEnvironment environment;

    Rules(ProcessingEnvironment environment) {
        this.environment = environment;
    }

    static TypeElement classOf(ExecutableElement method) {
        return (TypeElement) Objects.requireNonNull(method.getEnclosingElement());
    }

    /** Whether the type is a class that is a handler and can have instances. */
    boolean isHandler(TypeElement type) {
        return isConcrete(type) && isAHandler(type);
    }

    private boolean isAHandler(TypeElement type) {
        return environment.getTypeUtils().isSubtype(type.asType(), typeOf(PlatformEventHandler.class));
    }

    void check(TypeElement type) {
        try {
            Segments.require(
                    "@Extension key", type.getAnnotation(Extension.class).key());
        } catch (IllegalArgumentException e) {
            error(type, String.valueOf(e.getMessage()));
        }
        if (!isAHandler(type)) {
            error(type, "must implement PlatformEventHandler to belong to an extension");
        } else if (isHandler(type) && !hasHandlerMethod(type)) {
            error(type, "must have a method annotated with @EventHandler, had none");
        }
    }

    private boolean hasHandlerMethod(TypeElement type) {
        return environment.getElementUtils().getAllMembers(type).stream()
                        .anyMatch(member -> member.getAnnotation(EventHandler.class) != null)
                || environment.getTypeUtils().directSupertypes(type.asType()).stream()
                        .map(supertype -> (TypeElement) ((DeclaredType) supertype).asElement())
                        .anyMatch(this::hasHandlerMethod);
    }

    void check(ExecutableElement method) {
        List<? extends VariableElement> parameters = method.getParameters();
        if (method.getModifiers().contains(Modifier.STATIC)) {
            error(method, "must not be static");
        }
        if (method.getReturnType().getKind() != TypeKind.VOID) {
            error(method, "must return void, returned " + method.getReturnType());
        }
        if (parameters.isEmpty() || parameters.size() > 2) {
            error(
                    method,
                    "must take a payload, Event or EventEnvelope, and perhaps an EventEnvelope after it; took "
                            + parameters.size() + " parameters");
        } else {
            checkTypes(method, parameters);
        }
        checkKey(method);
        if (isConcrete(classOf(method)) && !isAHandler(classOf(method))) {
            // Not an error: a subclass may be the handler.
            say(Kind.MANDATORY_WARNING, method, "must be in a class that implements PlatformEventHandler");
        }
    }

    private static boolean isConcrete(TypeElement type) {
        return type.getKind() != ElementKind.INTERFACE && !type.getModifiers().contains(Modifier.ABSTRACT);
    }

    private void checkTypes(ExecutableElement method, List<? extends VariableElement> parameters) {
        TypeMirror first = parameters.getFirst().asType();
        if (!isReadable(first)) {
            error(
                    method,
                    "must take a class, a record or Map<String, Object> as payload, took " + first
                            + "; declare a record for it");
        }
        if (parameters.size() == 2
                && !environment.getTypeUtils().isSameType(parameters.get(1).asType(), typeOf(EventEnvelope.class))) {
            error(
                    method,
                    "must take EventEnvelope as second parameter, took "
                            + parameters.get(1).asType());
        }
    }

    /** Type arguments would be lost: the payload is read by class. */
    private boolean isReadable(TypeMirror type) {
        return switch (type.getKind()) {
            case DECLARED -> {
                List<? extends TypeMirror> arguments = ((DeclaredType) type).getTypeArguments();
                yield arguments.isEmpty() || environment.getTypeUtils().isSameType(type, mapOfObjects());
            }
            case ARRAY -> true;
            default -> false;
        };
    }

    private TypeMirror mapOfObjects() {
        return environment
                .getTypeUtils()
                .getDeclaredType(element(Map.class), typeOf(String.class), typeOf(Object.class));
    }

    private void checkKey(ExecutableElement method) {
        try {
            var unused = EventKey.parsePattern(
                    method.getAnnotation(EventHandler.class).eventKey());
        } catch (IllegalArgumentException e) {
            error(method, String.valueOf(e.getMessage()));
        }
    }

    private TypeMirror typeOf(Class<?> type) {
        return element(type).asType();
    }

    private TypeElement element(Class<?> type) {
        return Objects.requireNonNull(environment.getElementUtils().getTypeElement(type.getCanonicalName()));
    }

    private void error(Element element, String rule) {
        say(Kind.ERROR, element, rule);
    }

    private void say(Kind kind, Element element, String rule) {
        String name = element instanceof ExecutableElement
                ? element.getEnclosingElement() + "#" + element
                : element.toString();
        environment.getMessager().printMessage(kind, name + " " + rule, element);
    }
}
