package dev.eventbus.notifications.mail;

import io.quarkus.mailer.MailerName;
import io.quarkus.mailer.reactive.ReactiveMailer;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The servers mails are given to, in the order in which they are tried. */
@Singleton
final class MailServers {
    private final List<MailServer> servers = new ArrayList<>();

    MailServers(
            ReactiveMailer first,
            @MailerName("fallback") ReactiveMailer fallback,
            MailConfig config,
            InstantSource clock) {
        if (config.host().isPresent()) {
            servers.add(new MailServer("first", first, config.timeout(), clock));
        }
        if (config.fallbackHost().isPresent()) {
            servers.add(new MailServer("fallback", fallback, config.timeout(), clock));
        }
    }

    List<MailServer> inOrder() {
        return servers;
    }
}
