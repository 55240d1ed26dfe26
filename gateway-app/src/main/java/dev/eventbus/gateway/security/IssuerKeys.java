package dev.eventbus.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventbus.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The public keys of an issuer, fetched when they are needed and kept for a while; longer while the issuer is away. A
 * token can only choose among them: what it says about where to find its key is not looked at.
 */
final class IssuerKeys implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    /** Unknown key ids may be anybody's invention: they must not make us ask all the time. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 512 << 10;

    private final String issuer;
    private final Optional<String> address;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();

    /** One fetches while the others wait for what it finds. */
    private final ReentrantLock fetching = new ReentrantLock();

    private volatile Fetched fetched = new Fetched(Map.of(), Instant.MIN, Instant.MIN);

    private IssuerKeys(String issuer, Optional<String> address, InstantSource clock) {
        this.issuer = issuer;
        this.address = address;
        this.clock = clock;
    }

    static IssuerKeys of(OidcSettings settings, InstantSource clock) {
        return new IssuerKeys(settings.issuer().orElseThrow(), settings.jwksUrl(), clock);
    }

    static IssuerKeys discovered(String issuer, InstantSource clock) {
        return new IssuerKeys(issuer, Optional.empty(), clock);
    }

    /** Keys by id, as they were when last fetched; @param triedAt when that was last attempted */
    private record Fetched(Map<String, Key> keys, Instant at, Instant triedAt) {}

    @Override
    public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nested) throws UnresolvableKeyException {
        String id = token.getKeyIdHeaderValue();
        if (id == null) {
            throw new UnresolvableKeyException("the token names no key");
        }
        Fetched now = upToDate(id);
        Key key = now.keys.get(id);
        if (key == null) {
            throw new UnresolvableKeyException("the issuer has no such key");
        }
        return key;
    }

    private Fetched upToDate(String id) {
        if (isGood(fetched, id)) {
            return fetched;
        }
        fetching.lock();
        try {
            if (!isGood(fetched, id)) {
                fetched = fetch(fetched);
            }
            return fetched;
        } finally {
            fetching.unlock();
        }
    }

    private boolean isGood(Fetched known, String id) {
        Instant now = clock.instant();
        boolean isFresh = known.keys.containsKey(id) && known.at.plus(GOOD_FOR).isAfter(now);
        return isFresh
                || (known.triedAt != Instant.MIN
                        && known.triedAt.plus(BETWEEN_FETCHES).isAfter(now));
    }

    private Fetched fetch(Fetched known) {
        Instant now = clock.instant();
        try {
            return new Fetched(keys(get(address.isPresent() ? address.get() : discover())), now, now);
        } catch (IOException | JoseException | RuntimeException e) {
            LOG.warnf(
                    "Keys of the token issuer could not be fetched; those known stay. issuer=%s reason=%s", issuer, e);
            return new Fetched(known.keys, known.at, now);
        }
    }

    /** OpenID Connect Discovery, 4: the document must be about this issuer. */
    private String discover() throws IOException {
        String at = issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration";
        JsonNode document = Json.read(get(at), JsonNode.class);
        if (!issuer.equals(document.path("issuer").asText())) {
            throw new IOException("the document at " + at + " is about another issuer");
        }
        return document.path("jwks_uri").asText();
    }

    private static Map<String, Key> keys(byte[] set) throws JoseException {
        Map<String, Key> keys = new HashMap<>();
        for (JsonWebKey key : new JsonWebKeySet(new String(set, StandardCharsets.UTF_8)).getJsonWebKeys()) {
            boolean isForSignatures = key.getUse() == null || key.getUse().equals("sig");
            boolean isPublic =
                    key.getKeyType().equals("RSA") || key.getKeyType().equals("EC");
            if (key.getKeyId() != null && isForSignatures && isPublic) {
                keys.put(key.getKeyId(), key.getKey());
            }
        }
        return Map.copyOf(keys);
    }

    private byte[] get(String url) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException(url + " answered " + answer.statusCode());
                }
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException(url + " answered more than " + MAX_BYTES + " bytes");
                }
                return bytes;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
