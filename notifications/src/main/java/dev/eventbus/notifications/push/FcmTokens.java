package dev.eventbus.notifications.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Google's access tokens, had for a signed assertion (RFC 7523), used until shortly before they end. */
final class FcmTokens {
    private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(30);
    private static final Duration SPARE = Duration.ofMinutes(5);
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private final AtomicReference<CompletableFuture<Token>> latest =
            new AtomicReference<>(CompletableFuture.completedFuture(new Token("", Instant.EPOCH)));
    private final FcmAccount account;
    private final PushHttp http;
    private final InstantSource clock;

    FcmTokens(FcmAccount account, PushHttp http, InstantSource clock) {
        this.account = account;
        this.http = http;
        this.clock = clock;
    }

    private record Token(String text, Instant renewAt) {
        @Override
        public String toString() {
            return "Token[" + renewAt + "]";
        }
    }

    /** Blocks while one is fetched, by one caller for all. */
    String get() throws IOException {
        while (true) {
            CompletableFuture<Token> known = latest();
            if (isOfUse(known)) {
                return text(known);
            }
            CompletableFuture<Token> mine = new CompletableFuture<>();
            if (latest.compareAndSet(known, mine)) {
                fetch(mine);
            }
        }
    }

    /** Google refused this one; unless another is there already, the next caller fetches one. */
    void forget(String token) {
        CompletableFuture<Token> known = latest();
        if (isOfUse(known) && known.isDone() && known.join().text().equals(token)) {
            latest.compareAndSet(known, CompletableFuture.completedFuture(new Token("", Instant.EPOCH)));
        }
    }

    private CompletableFuture<Token> latest() {
        return Objects.requireNonNull(latest.get(), "it is never set to null");
    }

    private boolean isOfUse(CompletableFuture<Token> token) {
        return !token.isDone()
                || (!token.isCompletedExceptionally()
                        && clock.instant().isBefore(token.join().renewAt()));
    }

    private static String text(CompletableFuture<Token> token) throws IOException {
        try {
            return token.join().text();
        } catch (CompletionException e) {
            throw new IOException("no access token: " + e.getCause(), e);
        }
    }

    private void fetch(CompletableFuture<Token> token) throws IOException {
        try {
            token.complete(fetch());
        } catch (IOException | RuntimeException e) {
            token.completeExceptionally(e);
            throw e;
        }
    }

    private Token fetch() throws IOException {
        Instant now = clock.instant();
        String form = "grant_type=" + URLEncoder.encode(GRANT, StandardCharsets.UTF_8) + "&assertion=" + assertion(now);
        PushHttp.Response response = http.send(HttpRequest.newBuilder(account.tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
        if (response.status() != 200) {
            throw new IOException("the token server answered " + response.status());
        }
        JsonNode json = JSON.readTree(response.body());
        String text = json.path("access_token").asText("");
        long seconds = json.path("expires_in").asLong(0);
        if (text.isEmpty() || seconds <= 0 || !text.matches("[\\x21-\\x7E]+")) {
            throw new IOException("the token server answered without a token");
        }
        Duration life = Duration.ofSeconds(seconds);
        return new Token(
                text, now.plus(life.compareTo(SPARE.multipliedBy(2)) > 0 ? life.minus(SPARE) : life.dividedBy(2)));
    }

    private String assertion(Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(account.email());
        claims.setAudience(account.tokenUrl().toString());
        claims.setClaim("scope", SCOPE);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(
                NumericDate.fromSeconds(now.plus(ASSERTION_LIFE).getEpochSecond()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        if (!account.keyId().isEmpty()) {
            signature.setKeyIdHeaderValue(account.keyId());
        }
        signature.setKey(account.key());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Could not sign with the key of FCM_CREDENTIALS: " + e.getMessage(), e);
        }
    }
}
