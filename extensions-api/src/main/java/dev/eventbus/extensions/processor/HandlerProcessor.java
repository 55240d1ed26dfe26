package dev.eventbus.extensions.processor;

import dev.eventbus.extensions.EventHandler;
import dev.eventbus.extensions.Extension;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The annotation processor for event handlers: javac finds it by itself on the processor path.
 *
 * <p>A method that could not take events is a compile error. Of each handler class it writes the reachability metadata
 * for native executables and, if a plugin could offer it, its line in {@code META-INF/services}.
 */
public final class HandlerProcessor extends AbstractProcessor {
    private final Set<String> handlers = new LinkedHashSet<>();
    private @Nullable Rules rules;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(EventHandler.class.getCanonicalName(), Extension.class.getCanonicalName());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        rules = new Rules(environment);
    }

    /** Claims no annotation: others may want to see them, too. */
    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Rules checks = rules;
        if (checks != null) {
            for (Element method : round.getElementsAnnotatedWith(EventHandler.class)) {
                checks.check((ExecutableElement) method);
                remember(Rules.classOf((ExecutableElement) method));
            }
            for (Element type : round.getElementsAnnotatedWith(Extension.class)) {
                checks.check((TypeElement) type);
                remember((TypeElement) type);
            }
            if (round.processingOver() && !round.errorRaised()) {
                write(checks);
            }
        }
        return false;
    }

    /** By name: an element is good for one round only. */
    private void remember(TypeElement type) {
        handlers.add(type.getQualifiedName().toString());
    }

    private void write(Rules checks) {
        try {
            ServicesFile services = new ServicesFile(processingEnv);
            for (String name : handlers) {
                TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
                if (checks.isHandler(type)) {
                    new NativeMetadata(processingEnv).write(type);
                    services.add(type);
                }
            }
            services.write();
        } catch (IOException e) {
            processingEnv.getMessager().printMessage(Kind.ERROR, "Could not write what handlers need: " + e);
        }
    }
}
