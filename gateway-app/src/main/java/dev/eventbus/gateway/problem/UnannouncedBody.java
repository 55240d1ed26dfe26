package dev.eventbus.gateway.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Refuses bodies that did not say how long they are ({@link BodyLimit} sees the others) once they exceed the limit. */
@Provider
public final class UnannouncedBody implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext request) throws IOException {
        if (request.getHeaders().getFirst(HttpHeaders.CONTENT_LENGTH) == null) {
            byte[] body = request.getInputStream().readNBytes((int) BodyLimit.MAX_BYTES + 1);
            if (body.length > BodyLimit.MAX_BYTES) {
                throw new ProblemException(Problem.tooLarge(BodyLimit.MAX_BYTES));
            }
            request.setInputStream(new ByteArrayInputStream(body));
        }
        return request.proceed();
    }
}
