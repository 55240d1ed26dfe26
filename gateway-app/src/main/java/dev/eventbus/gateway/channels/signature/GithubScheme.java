package dev.eventbus.gateway.channels.signature;

/**
 * GitHub's: {@code X-Hub-Signature-256: sha256=hex} over the body alone. There is no signed time or id, so a delivery is
 * known by its bytes: whoever repeats one can make up a new {@code X-GitHub-Delivery}.
 */
final class GithubScheme implements Scheme {
    private static final String PREFIX = "sha256=";

    private final Hmac hmac;

    GithubScheme(String secret) {
        hmac = Hmac.ofText(secret);
    }

    @Override
    public Verdict verify(SignedRequest request) {
        String signature = request.header("X-Hub-Signature-256");
        if (signature == null || !signature.startsWith(PREFIX)) {
            return new Verdict.Forged("X-Hub-Signature-256 is missing, given twice or not sha256=…");
        }
        return Hmac.isHex(hmac.sign("", request.body()), signature.substring(PREFIX.length()))
                ? new Verdict.Authentic(Hmac.nameOf(request.body()))
                : new Verdict.Forged("X-Hub-Signature-256 does not fit the body");
    }
}
