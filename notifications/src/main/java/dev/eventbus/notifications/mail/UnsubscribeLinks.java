package dev.eventbus.notifications.mail;

import dev.eventbus.notifications.profile.Directory.Unwanted;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.security.SignedText;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The tokens of unsubscribe links: signed, so that they need no login, and about one rule of one user. */
@Singleton
final class UnsubscribeLinks {
    private static final String PURPOSE = "unsubscribe";

    private final SignedText signed;

    UnsubscribeLinks(SignedText signed) {
        this.signed = signed;
    }

    String token(String workspaceId, String userId, String rule) {
        return signed.sign(String.join("\n", PURPOSE, workspaceId, userId, rule));
    }

    Optional<Unwanted> read(String token) {
        return signed.verify(token)
                .map(text -> List.of(text.split("\n", -1)))
                .filter(parts -> parts.size() == 4 && parts.get(0).equals(PURPOSE))
                .map(parts -> new Unwanted(parts.get(1), parts.get(2), parts.get(3), ChannelKind.EMAIL));
    }
}
