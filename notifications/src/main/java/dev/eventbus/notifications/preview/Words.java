package dev.eventbus.notifications.preview;

import dev.eventbus.notifications.event.EventData;
import dev.eventbus.notifications.profile.Profile;
import dev.eventbus.notifications.rule.ChannelKind;
import dev.eventbus.notifications.rule.Rule;
import dev.eventbus.notifications.template.Addressee;
import dev.eventbus.notifications.template.CompiledTemplate;
import dev.eventbus.notifications.template.Content;
import dev.eventbus.notifications.template.Rendering;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a rule says about an event in each of its languages, to the first of the people. */
record Words(Rule rule, EventData data) {
    private static final int MAX_COLLAPSE_KEY = 200;

    List<Preview.Rendered> of(Collection<Profile> people, List<Preview.Fault> errors) {
        Rendering rendering = rule.template().about(data);
        String reader =
                people.stream().map(Profile::userId).sorted().findFirst().orElse("somebody");
        List<Preview.Rendered> all = new ArrayList<>();
        for (String locale : rule.template().locales()) {
            Addressee addressee = new Addressee(reader, locale.isEmpty() ? null : locale);
            String field = locale.isEmpty() ? "template" : "template.locales." + locale;
            rendering
                    .unknownFor(addressee)
                    .forEach(unknown -> errors.add(
                            new Preview.Fault(field, "names a value that this event does not have: " + unknown)));
            try {
                all.add(rendered(rendering, addressee));
            } catch (IllegalArgumentException e) {
                errors.add(new Preview.Fault(field, String.valueOf(e.getMessage())));
            }
        }
        return all;
    }

    private Preview.Rendered rendered(Rendering rendering, Addressee addressee) {
        Content content = rendering.to(addressee);
        CompiledTemplate collapseKey = rule.pacing().collapseKey();
        Map<ChannelKind, Map<String, String>> channels = new EnumMap<>(ChannelKind.class);
        rule.channels().forEach(channel -> channels.put(channel, words(channel, content)));
        String locale = addressee.locale();
        return new Preview.Rendered(
                locale == null ? "default" : locale,
                content.title(),
                content.body(),
                collapseKey == null ? null : rendering.line(collapseKey, addressee, MAX_COLLAPSE_KEY),
                channels);
    }

    private static Map<String, String> words(ChannelKind channel, Content content) {
        return channel == ChannelKind.EMAIL
                ? Map.of("subject", content.subject(), "text", content.body(), "html", content.html())
                : Map.of("title", content.title(), "body", content.body());
    }
}
