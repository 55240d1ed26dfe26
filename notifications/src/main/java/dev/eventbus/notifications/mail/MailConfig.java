package dev.eventbus.notifications.mail;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What e-mails need to know beside their servers, which {@code application.properties} has. */
@ConfigMapping(prefix = "notifier.mail")
public interface MailConfig {
    /** The first server; without one no e-mail is sent. */
    Optional<String> host();

    /** The server to try while the first is broken. */
    Optional<String> fallbackHost();

    /** The sender: an address, or a name with the address in angle brackets. */
    String from();

    /** Where people reach the platform; without it mails have no links. */
    Optional<URI> publicUrl();

    /** How long one server may take for one mail. */
    Duration timeout();
}
