package dev.eventbus.notifications.profile;

import dev.eventbus.notifications.rule.ChannelKind;
import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A profile as clients write and see it, and as its row keeps quiet hours and preferences. */
@Schema(name = "Recipient")
record ProfileBody(
        @Schema(readOnly = true) String userId,

        @Schema(nullable = true, maxLength = 254, description = "Without it, mail goes to the address of the account")
        @Nullable
        String email,

        @Schema(nullable = true, maxLength = 35, description = "A BCP 47 tag", examples = "pt-BR") @Nullable
        String locale,

        @Schema(description = "A name of the time zone database", defaultValue = "UTC", examples = "Europe/Berlin")
        String timeZone,

        @Schema(nullable = true) @Nullable Quiet quietHours,
        Wanted preferences) {
    @Schema(
            name = "QuietHours",
            requiredProperties = {"from", "to"})
    record Quiet(
            @Schema(examples = "22:00") String from,

            @Schema(examples = "07:00", description = "The day after, if not later than from")
            String to,

            @Schema(description = "On which it begins; every day if left out")
            List<DayOfWeek> days) {}

    @Schema(name = "Preferences")
    record Wanted(
            @Schema(description = "By channel; false switches it off")
            Map<ChannelKind, Boolean> channels,

            @Schema(description = "By rule key: WEBSOCKET, PUSH, EMAIL as true or false, and muted; at most 200")
            Map<String, Map<String, Boolean>> rules) {}

    static ProfileBody of(Profile profile) {
        return new ProfileBody(
                profile.userId(),
                profile.email(),
                profile.locale(),
                profile.zone().getId().equals("Z") ? "UTC" : profile.zone().getId(),
                quiet(profile.quietHours()),
                wanted(profile.preferences()));
    }

    static @Nullable Quiet quiet(@Nullable QuietHours hours) {
        return hours == null
                ? null
                : new Quiet(
                        hours.from().toString(),
                        hours.to().toString(),
                        hours.days().stream().sorted().toList());
    }

    static Wanted wanted(Preferences preferences) {
        Map<String, Map<String, Boolean>> rules = new TreeMap<>();
        preferences.rules().forEach((key, said) -> {
            Map<String, Boolean> flags = new TreeMap<>();
            said.channels().forEach((channel, on) -> flags.put(channel.name(), on));
            if (said.muted()) {
                flags.put(ProfileRequest.MUTED, true);
            }
            rules.put(key, flags);
        });
        Map<ChannelKind, Boolean> channels = new EnumMap<>(ChannelKind.class);
        channels.putAll(preferences.channels());
        return new Wanted(channels, rules);
    }
}
