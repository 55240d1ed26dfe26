package dev.eventbus.gateway.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.Optional;

/** The issuer, besides the gateway itself, whose tokens are good. */
@ConfigMapping(prefix = "gateway.oidc")
interface OidcSettings {
    /** As in the tokens' claim {@code iss}; none unless set. */
    Optional<String> issuer();

    /** Who the tokens have to be for; required with an issuer. */
    Optional<String> audience();

    /** Where the issuer's keys are; discovered from the issuer unless set. */
    @WithName("jwks-url")
    Optional<String> jwksUrl();
}
