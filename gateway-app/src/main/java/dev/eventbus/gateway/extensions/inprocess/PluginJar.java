package dev.eventbus.gateway.extensions.inprocess;

import dev.eventbus.extensions.PlatformEventHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/** One plugin: a jar, its class loader and the handlers it offers. Closing it lets go of the file. */
final class PluginJar implements AutoCloseable {
    private static final String SERVICES = "META-INF/services/" + PlatformEventHandler.class.getName();

    private final URLClassLoader classes;
    private final List<PlatformEventHandler> handlers;

    private PluginJar(URLClassLoader classes, List<PlatformEventHandler> handlers) {
        this.classes = classes;
        this.handlers = handlers;
    }

    /**
     * Makes the handlers that the jar lists as services. Runs the plugin's code; throws what that throws, and an
     * {@link IllegalArgumentException} with the remedy for a file that is no plugin.
     */
    static PluginJar open(Path file, PluginApi api) throws IOException {
        requireServices(file);
        URL[] urls = {file.toUri().toURL()};
        URLClassLoader classes = new URLClassLoader("plugin-" + file.getFileName(), urls, api);
        try {
            return new PluginJar(classes, handlers(classes));
        } catch (Throwable e) { // errors too: a class that is missing must not keep the file open
            closeAfter(classes, e);
            throw e;
        }
    }

    private static void requireServices(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            if (jar.getEntry(SERVICES) == null) {
                throw new IllegalArgumentException("jar must hold " + SERVICES
                        + "; the annotation processor of extensions-api writes it for public classes with a public"
                        + " constructor without parameters");
            }
        }
    }

    private static List<PlatformEventHandler> handlers(URLClassLoader classes) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            List<PlatformEventHandler> handlers = new ArrayList<>();
            ServiceLoader.load(PlatformEventHandler.class, classes).forEach(handlers::add);
            if (handlers.isEmpty()) {
                throw new IllegalArgumentException(SERVICES + " must name a class, named none");
            }
            return List.copyOf(handlers);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void closeAfter(URLClassLoader classes, Throwable failure) {
        try {
            classes.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    List<PlatformEventHandler> handlers() {
        return handlers;
    }

    @Override
    public void close() {
        try {
            classes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
