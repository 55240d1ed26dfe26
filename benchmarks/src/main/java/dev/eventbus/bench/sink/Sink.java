package dev.eventbus.bench.sink;

import dev.eventbus.bench.process.Jvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/** A {@link SinkServer} in a process of its own, and what it got. */
public final class Sink implements AutoCloseable {
    /**
     * What came up to now.
     *
     * @param delivered how many different messages were answered with 2xx
     * @param repeated how many more requests were
     * @param missing how many of those asked for were not
     */
    public record Counts(int delivered, int repeated, int missing) {}

    private final Process process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();

    private Sink(Process process, int port) {
        this.process = process;
        this.url = "http://127.0.0.1:" + port;
    }

    public static Sink start() throws IOException {
        Process process = Jvm.of(SinkServer.class, java.util.List.of())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new Sink(
                process, Integer.parseInt(process.inputReader().readLine().strip()));
    }

    public String url(String path) {
        return url + path;
    }

    /** Forgets what came and takes messages of as many numbers, beginning with 0. */
    public void reset(int ids, int delayMillis, boolean fail) throws IOException, InterruptedException {
        get("/control/reset?ids=" + ids + "&delay=" + delayMillis + "&fail=" + fail, BodyHandlers.discarding());
    }

    public int delivered() throws IOException, InterruptedException {
        return counts(0).delivered();
    }

    /** @param upTo the number from which on messages may be missing */
    public Counts counts(long upTo) throws IOException, InterruptedException {
        String[] words =
                get("/control/counts?upTo=" + upTo, BodyHandlers.ofString()).split(" ");
        return new Counts(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    /** When each number came first, in nanoseconds since 1970; 0 if it did not. */
    public LongBuffer times() throws IOException, InterruptedException {
        return ByteBuffer.wrap(get("/control/times", BodyHandlers.ofByteArray()))
                .asLongBuffer();
    }

    private <T> T get(String path, BodyHandler<T> body) throws IOException, InterruptedException {
        var response = client.send(HttpRequest.newBuilder(URI.create(url(path))).build(), body);
        if (response.statusCode() != 200) {
            throw new IOException("The sink answered " + response.statusCode() + " to " + path);
        }
        return response.body();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
    }
}
