package dev.eventbus.notifications.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The templates of one language as written. What is null is taken from the next in the chain. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Wording(
        @Schema(maxLength = Content.MAX_TITLE, description = "One line", examples = "Deal {payload.name} closed")
        @Nullable
        String title,

        @Schema(
                maxLength = Content.MAX_BODY,
                description = "Values {payload.name}, fall-backs {payload.name ?: 'somebody'} and {#if} only")
        @Nullable
        String body,

        @Schema(maxLength = Content.MAX_TITLE, description = "One line; left out: the title") @Nullable
        String emailSubject,

        @Schema(
                maxLength = Content.MAX_HTML,
                description = "HTML; every value is escaped; left out: made of title and body")
        @Nullable
        String emailHtml) {}
