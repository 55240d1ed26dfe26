package dev.eventbus.notifications.push;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The Authorization header for each push service (RFC 8292). Signing costs more than all the rest of a message, so a
 * header serves half of its life.
 */
final class VapidTokens {
    /** Of the 24 hours that are allowed, so that a clock may be wrong. */
    private static final Duration LIFE = Duration.ofHours(12);

    private static final int MOST_ORIGINS = 1_000;

    private final LatestUsed<String, Signed> signed = new LatestUsed<>(MOST_ORIGINS);
    private final VapidKeys keys;
    private final String subject;
    private final InstantSource clock;

    VapidTokens(VapidKeys keys, String subject, InstantSource clock) {
        this.keys = keys;
        this.subject = subject;
        this.clock = clock;
    }

    private record Signed(String header, Instant renewAt) {
        @Override
        public String toString() {
            return "Signed[" + renewAt + "]";
        }
    }

    /** Blocks for the keys the first time; throws what the database does then. */
    String header(String origin) {
        Instant now = clock.instant();
        Signed known = signed.getOr(origin, new Signed("", Instant.EPOCH));
        if (now.isBefore(known.renewAt())) {
            return known.header();
        }
        Signed made = new Signed(sign(origin, now), now.plus(LIFE.dividedBy(2)));
        signed.put(origin, made);
        return made.header();
    }

    /** A push service refused it, so the next one is made anew. */
    void forget(String origin) {
        signed.remove(origin);
    }

    private String sign(String origin, Instant now) {
        VapidPair pair = keys.pair();
        VAPIDKeyPair signer = VAPIDKeyPairs.of(
                PrivateKeySources.ofECPrivateKey(pair.privateKey()), PublicKeySources.ofECPublicKey(pair.publicKey()));
        return signer.generateAuthorizationHeaderValue(VAPIDJWTParam.getBuilder()
                .resourceURLString(origin)
                .expirationTime(now.plus(LIFE))
                .subject(subject)
                .build());
    }
}
