package dev.eventbus.gateway.extensions.inprocess;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Opens the jars of a folder, in the order of their names; one that cannot be used is logged and passed over. */
final class PluginFolder implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PluginFolder.class);
    private static final int MOST_JARS = 200;
    private static final int MAX_REASON = 1_000;

    private final Duration patience;
    private final PluginApi api = new PluginApi();
    private final List<PluginJar> open = new ArrayList<>();

    /** @param patience how long a plugin's constructors may take */
    PluginFolder(Duration patience) {
        this.patience = patience;
    }

    void addTo(HostedExtensions extensions, Path folder) {
        for (Path file : jars(folder)) {
            try {
                add(file, extensions);
            } catch (IOException | RuntimeException | Error e) { // errors too: classes missing, static initialisers
                LOG.errorf(
                        "Plugin was not loaded; the others are not affected. Mend or remove it and restart."
                                + " jar=%s reason=%s",
                        file.getFileName(), reason(e));
            }
        }
    }

    private void add(Path file, HostedExtensions extensions) throws IOException {
        PluginJar plugin = openInTime(file);
        try {
            extensions.add(String.valueOf(file.getFileName()), plugin.handlers());
        } catch (RuntimeException | Error e) {
            plugin.close();
            throw e;
        }
        open.add(plugin);
        LOG.infof(
                "Plugin was loaded. jar=%s handlers=%d",
                file.getFileName(), plugin.handlers().size());
    }

    /** On a thread of its own: a constructor that never returns must not keep the gateway from starting. */
    private PluginJar openInTime(Path file) throws IOException {
        FutureTask<PluginJar> opening = new FutureTask<>(() -> PluginJar.open(file, api));
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("plugin-" + file.getFileName())
                .start(opening);
        try {
            return opening.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new IllegalStateException("its constructors took longer than " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("loading was interrupted", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static IOException unwrapped(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> e;
            case null, default -> new IOException(failure);
        };
    }

    private static String reason(Throwable e) {
        String said = e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : e.toString();
        String whole = (e.getCause() == null ? said : said + ", caused by " + e.getCause())
                .replaceAll("\\p{Cntrl}", " "); // part of it is the plugin's own text
        return whole.length() <= MAX_REASON ? whole : whole.substring(0, MAX_REASON) + "…";
    }

    private static List<Path> jars(Path folder) {
        List<Path> jars = new ArrayList<>();
        if (Files.exists(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                files.forEach(jars::add);
            } catch (NotDirectoryException e) {
                LOG.errorf("Plugins were not loaded: PLUGINS_DIR must be a folder. path=%s", folder);
            } catch (IOException | RuntimeException e) {
                LOG.errorf("Plugins were not loaded: the folder could not be read. path=%s reason=%s", folder, e);
            }
        }
        jars.sort(null);
        if (jars.size() > MOST_JARS) {
            LOG.errorf("Only the first %d of %d plugins were loaded. path=%s", MOST_JARS, jars.size(), folder);
        }
        return jars.stream().limit(MOST_JARS).toList();
    }

    /** To be called when no handler runs any more. */
    @Override
    public void close() {
        open.forEach(PluginJar::close);
        open.clear();
    }
}
