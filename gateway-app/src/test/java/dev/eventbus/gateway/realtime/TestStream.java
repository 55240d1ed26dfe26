package dev.eventbus.gateway.realtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of event streams that keeps what it hears, block by block. */
final class TestStream implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final InputStream body;

    private TestStream(InputStream body) {
        this.body = body;
        Thread.ofVirtual().start(this::read);
    }

    /** @param lastEventId null to begin with what comes */
    static TestStream open(int port, String token, String query, String lastEventId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/workspaces/demo/events/stream" + query))
                .header("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new AssertionError(
                    answer.statusCode() + " " + new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        return new TestStream(answer.body());
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            StringBuilder block = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    heard.add(block.toString());
                    block.setLength(0);
                } else {
                    block.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            return;
        } finally {
            ended.countDown();
        }
    }

    /** The next block that has data or a comment's place; fails after ten seconds of silence. */
    String hear() throws InterruptedException {
        String block = heard.poll(10, TimeUnit.SECONDS);
        if (block == null) {
            throw new AssertionError("heard nothing for 10 s");
        }
        return block.equals(":\n") ? hear() : block;
    }

    static String idOf(String block) {
        return block.lines()
                .filter(line -> line.startsWith("id: "))
                .findFirst()
                .map(line -> line.substring(4))
                .orElse("");
    }

    boolean hasEnded() throws InterruptedException {
        return ended.await(15, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
