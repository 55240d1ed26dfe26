package dev.eventbus.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n";

    private final Answers answers = new Answers();

    @Test
    void isWholeWhenAllBytesOfItsLengthAreThere() {
        assertThat(answers.take(Buffer.buffer(HEAD + "12"))).isNull();
        assertThat(answers.take(Buffer.buffer("345"))).isEqualTo(HEAD + "12345");
    }

    @Test
    void isWholeWithItsLastChunk() {
        String chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n";

        assertThat(answers.take(Buffer.buffer(chunked))).isNull();
        assertThat(answers.take(Buffer.buffer("0\r\n\r\n"))).isEqualTo(chunked + "0\r\n\r\n");
    }

    @Test
    void beginsAnewAfterAWholeOne() {
        answers.take(Buffer.buffer(HEAD + "12345"));

        assertThat(answers.take(Buffer.buffer(HEAD + "67890"))).isEqualTo(HEAD + "67890");
    }
}
