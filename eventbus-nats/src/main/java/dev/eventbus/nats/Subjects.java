package dev.eventbus.nats;

import dev.eventbus.topic.Topic;
import dev.eventbus.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Topic to subject and pattern to interest. A stored event's subject is its topic; a live one's has {@code live} in
 * place of {@code events}. Filter pairs ride along while they fit; interest is taken on the six positions alone.
 */
final class Subjects {
    static final String STORED = Topic.ROOT;
    static final String LIVE = "live";

    /** The longest subject, in bytes, to which a filter pair is still added. */
    static final int MAX_BYTES = 512;

    private static final int RESOURCE = 3;
    private static final int QUEUE_DIGEST = 8;

    private Subjects() {}

    static String stored(Topic topic) {
        String text = topic.toString();
        return text.length() <= MAX_BYTES ? text : shortened(topic);
    }

    static String live(Topic topic) {
        return LIVE + stored(topic).substring(STORED.length());
    }

    // Segments are ASCII, so that characters are bytes.
    private static String shortened(Topic topic) {
        StringBuilder subject = new StringBuilder(MAX_BYTES).append(STORED);
        for (int i = 1; i < Topic.POSITIONS; i++) {
            subject.append('.').append(topic.segment(i));
        }
        for (int i = Topic.POSITIONS; i < topic.size(); i += 2) {
            String key = topic.segment(i);
            String value = topic.segment(i + 1);
            if (subject.length() + key.length() + value.length() + 2 <= MAX_BYTES) {
                subject.append('.').append(key).append('.').append(value);
            }
        }
        return subject.toString();
    }

    /** What to subscribe to for stored events: one subject, or two that have no message in common. */
    static List<String> storedInterest(TopicPattern pattern) {
        return interest(STORED, pattern);
    }

    /** What to subscribe to for live events: one subject, or two that have no message in common. */
    static List<String> liveInterest(TopicPattern pattern) {
        return interest(LIVE, pattern);
    }

    /**
     * The queue of those who share the live events of a pattern. The pattern is part of it, filters included: who wants
     * other events must not be given one of these, because nobody else would get it.
     */
    static String queue(TopicPattern pattern, String group) {
        byte[] digest = sha256().digest(pattern.toString().getBytes(StandardCharsets.UTF_8));
        return group + "-" + HexFormat.of().formatHex(digest, 0, QUEUE_DIGEST);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<String> interest(String root, TopicPattern pattern) {
        List<String> positions = positions(root, pattern);
        if (positions.size() < Topic.POSITIONS) {
            return List.of(String.join(".", positions) + ".>");
        }
        String resourceId = positions.get(Topic.POSITIONS - 1);
        if (resourceId.equals("*")) {
            return List.of(String.join(".", positions.subList(0, Topic.POSITIONS - 1)) + ".>");
        }
        String six = String.join(".", positions);
        return List.of(six, six + ".>");
    }

    private static List<String> positions(String root, TopicPattern pattern) {
        List<String> segments = pattern.segments();
        List<String> positions = new ArrayList<>(Topic.POSITIONS);
        positions.add(root);
        for (int i = 1; i < Math.min(segments.size(), Topic.POSITIONS); i++) {
            String segment = segments.get(i);
            // NATS has no wildcard within a token: the bus checks the parts of a resource.
            positions.add(i == RESOURCE && segment.indexOf('*') >= 0 ? "*" : segment);
        }
        return positions;
    }

    /** One subject that takes in at least all of the given ones, for servers that filter by one only. */
    static String coarser(List<String> subjects) {
        String[] first = subjects.getFirst().split("\\.");
        int common = first.length;
        for (String subject : subjects) {
            String[] tokens = subject.split("\\.");
            int i = 0;
            while (i < Math.min(common, tokens.length) && first[i].equals(tokens[i])) {
                i++;
            }
            common = i;
        }
        boolean whole = subjects.stream().allMatch(subjects.getFirst()::equals);
        if (whole) {
            return subjects.getFirst();
        }
        // A subject that ends where the common part ends would not match "common.>": stay one token shorter.
        int kept = Math.min(common, shortest(subjects) - 1);
        return kept == 0 ? ">" : String.join(".", List.of(first).subList(0, kept)) + ".>";
    }

    private static int shortest(List<String> subjects) {
        return subjects.stream()
                .mapToInt(subject -> subject.split("\\.").length)
                .min()
                .orElse(1);
    }

    /** Whether a subject's six positions are those of the topic, whichever root it has. */
    static boolean carries(String subject, Topic topic) {
        int at = subject.indexOf('.');
        for (int i = 1; i < Topic.POSITIONS; i++) {
            String segment = topic.segment(i);
            if (at < 0 || !subject.startsWith(segment, at + 1)) {
                return false;
            }
            at += 1 + segment.length();
            boolean ends = at == subject.length();
            if (!ends && subject.charAt(at) != '.') {
                return false;
            }
            if (ends && i < Topic.POSITIONS - 1) {
                return false;
            }
        }
        return true;
    }
}
