package dev.eventbus.notifications.mail;

import dev.eventbus.notifications.channel.Channel;
import dev.eventbus.notifications.channel.Outcome;
import dev.eventbus.notifications.database.DatabaseException;
import dev.eventbus.notifications.inbox.Outgoing;
import dev.eventbus.notifications.inbox.Owner;
import dev.eventbus.notifications.member.Member;
import dev.eventbus.notifications.member.Memberships;
import dev.eventbus.notifications.member.UnansweredException;
import dev.eventbus.notifications.profile.Directory;
import dev.eventbus.notifications.profile.EmailAddress;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.topic.Segments;
import io.quarkus.mailer.Mail;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * By e-mail, text and HTML. An attempt is claimed before it is sent, so that two instances do not send it both; a crash
 * between the server's 250 and the record of it repeats the mail all the same, with the same Message-ID: SMTP knows no
 * better.
 */
@Singleton
final class MailChannel implements Channel {
    private static final Pattern ADDRESS = Pattern.compile("(?:[^<>\\p{Cntrl}]*<)?([^<>\\s]+)>?");
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("notifier-mail").start(task);

    private final MailServers servers;
    private final Letters letters;
    private final Directory directory;
    private final Memberships memberships;
    private final String from;
    private final String domain;

    MailChannel(MailServers servers, Letters letters, Directory directory, Memberships memberships, MailConfig config) {
        this.servers = servers;
        this.letters = letters;
        this.directory = directory;
        this.memberships = memberships;
        this.from = config.from();
        this.domain = domain(from);
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.EMAIL;
    }

    @Override
    public CompletionStage<Outcome> send(Outgoing outgoing) {
        return CompletableFuture.supplyAsync(() -> sent(outgoing), THREADS);
    }

    private Outcome sent(Outgoing outgoing) {
        if (servers.inOrder().isEmpty()) {
            return new Outcome.Skipped("e-mail is not set up: set SMTP_HOST");
        }
        try {
            String address = address(outgoing.owner());
            if (address == null) {
                return new Outcome.Skipped("its owner has no e-mail address");
            }
            return EmailAddress.isSound(address)
                    ? sent(mail(address, outgoing))
                    : new Outcome.Failed("its owner's e-mail address cannot be used");
        } catch (UnansweredException e) {
            return new Outcome.Postponed("nobody says the e-mail address of the account");
        } catch (DatabaseException e) {
            return new Outcome.Postponed("the database cannot be reached");
        }
    }

    private Outcome sent(Mail mail) {
        for (MailServer server : servers.inOrder()) {
            Optional<Outcome> answer = server.send(mail);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return new Outcome.Postponed("no mail server can be reached");
    }

    private @Nullable String address(Owner owner) {
        String own = directory.get(owner.workspaceId(), owner.userId()).email();
        if (own != null) {
            return own;
        }
        Member member =
                memberships.find(owner.workspaceId(), List.of(owner.userId())).get(owner.userId());
        return member == null ? null : member.email();
    }

    private Mail mail(String address, Outgoing outgoing) {
        Letter letter = letters.about(outgoing);
        Mail mail = new Mail()
                .setFrom(from)
                .addTo(address)
                .setSubject(letter.subject())
                .setText(letter.text())
                .setHtml(letter.asHtml())
                .addHeader("Message-ID", messageId(outgoing.notification().id()))
                .addHeader("Auto-Submitted", "auto-generated");
        String unsubscribe = letter.unsubscribe();
        return unsubscribe == null
                ? mail
                : mail.addHeader("List-Unsubscribe", '<' + unsubscribe + '>')
                        .addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }

    private String messageId(String notificationId) {
        return '<' + notificationId + '@' + domain + '>';
    }

    /** Throws if mails cannot come from there. */
    private static String domain(String from) {
        Matcher address = ADDRESS.matcher(from);
        if (!address.matches() || !EmailAddress.isSound(address.group(1))) {
            throw new IllegalArgumentException("MAIL_FROM must be an e-mail address, or a name and one in angle"
                    + " brackets such as Event Bus <bus@example.com>, was " + Segments.quoted(from));
        }
        return address.group(1).substring(address.group(1).indexOf('@') + 1);
    }
}
