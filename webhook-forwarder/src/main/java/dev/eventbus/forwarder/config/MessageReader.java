package dev.eventbus.forwarder.config;

import dev.eventbus.forwarder.config.SubscriptionConfig.Message;
import dev.eventbus.webhook.EnvelopeFormat;
import dev.eventbus.webhook.Signer;
import dev.eventbus.webhook.StatusRules;
import dev.eventbus.webhook.StatusSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the keys of a subscription that say what is sent and what an answer means. */
final class MessageReader {
    /** Where a key stands: inside {@code webhook} or beside it. */
    private final Function<String, Section> sections;

    MessageReader(Function<String, Section> sections) {
        this.sections = sections;
    }

    Message message() {
        EnvelopeFormat envelope = sections.apply("envelope")
                .optional("envelope", MessageReader::envelope)
                .orElse(EnvelopeFormat.STANDARD);
        return new Message(envelope, signer());
    }

    private static EnvelopeFormat envelope(Value value) {
        return switch (value.text()) {
            case "standard" -> EnvelopeFormat.STANDARD;
            case "cloudevents" -> EnvelopeFormat.CLOUDEVENTS;
            case "cloudevents-binary" -> EnvelopeFormat.CLOUDEVENTS_BINARY;
            case "raw" -> EnvelopeFormat.RAW;
            default -> throw value.misfit("must be standard, cloudevents, cloudevents-binary or raw");
        };
    }

    private @Nullable Signer signer() {
        return sections.apply("signing")
                .optional("signing", MessageReader::signer)
                .orElse(null);
    }

    private static Signer signer(Value value) {
        Section section = Section.of(value);
        boolean several = section.has("secrets");
        if (several && section.has("secret")) {
            throw new IllegalArgumentException("must have secret or secrets, not both");
        }
        List<String> secrets = several
                ? section.required("secrets", Value::secrets).orElse(List.of())
                : section.required("secret", Value::secret).map(List::of).orElse(List.of());
        section.finish();
        if (!several && secrets.isEmpty()) {
            throw new IllegalArgumentException("needs a secret");
        }
        return signerOf(secrets);
    }

    private static Signer signerOf(List<String> secrets) {
        try {
            return Signer.of(secrets);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()).replaceFirst("^signing ", ""), e);
        }
    }

    StatusRules rules() {
        StatusSet retryOn = statuses("retry_on");
        StatusSet failOn = statuses("fail_on");
        boolean strict =
                sections.apply("strict_4xx").optional("strict_4xx", Value::flag).orElse(false);
        return new StatusRules(retryOn, failOn, strict);
    }

    private StatusSet statuses(String key) {
        return sections.apply(key)
                .optional(key, value -> StatusSet.parse(value.words()))
                .orElse(StatusSet.NONE);
    }
}
