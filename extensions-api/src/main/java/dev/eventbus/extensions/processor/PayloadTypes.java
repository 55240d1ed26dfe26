package dev.eventbus.extensions.processor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Types;

/** Collects the types a payload is read into: the parameter's, and those of whatever it holds. */
final class PayloadTypes {
    /** Known without being told: the JDK, and what the platform itself hands to handlers. */
    private static final List<String> KNOWN =
            List.of("java.", "javax.", "com.fasterxml.jackson.", "dev.eventbus.extensions.");

    private static final Set<String> PLATFORM =
            Set.of("dev.eventbus.Event", "dev.eventbus.Payload", "dev.eventbus.EventMetadata");

    private final Types types;
    private final Set<TypeElement> found = new LinkedHashSet<>();

    PayloadTypes(Types types) {
        this.types = types;
    }

    Set<TypeElement> found() {
        return found;
    }

    static boolean isOfTheAuthor(TypeElement type) {
        String name = type.getQualifiedName().toString();
        return KNOWN.stream().noneMatch(name::startsWith) && !PLATFORM.contains(name);
    }

    void add(TypeMirror type) {
        switch (type) {
            case ArrayType array -> add(array.getComponentType());
            case TypeVariable variable -> add(variable.getUpperBound());
            case WildcardType wildcard when wildcard.getExtendsBound() != null -> add(wildcard.getExtendsBound());
            case DeclaredType declared -> {
                declared.getTypeArguments().forEach(this::add);
                addElement((TypeElement) declared.asElement());
            }
            default -> {}
        }
    }

    private void addElement(TypeElement type) {
        if (!isOfTheAuthor(type) || !found.add(type)) {
            return;
        }
        types.directSupertypes(type.asType()).forEach(this::add);
        type.getPermittedSubclasses().forEach(this::add);
        ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
                .filter(field -> !field.getModifiers().contains(Modifier.STATIC))
                .map(Element::asType)
                .forEach(this::add);
    }
}
