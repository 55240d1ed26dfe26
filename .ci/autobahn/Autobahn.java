import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite;
import me.normanmaurer.maven.autobahntestsuite.FuzzingCaseResult;

/** Runs the Autobahn fuzzing client against a WebSocket that echoes, and says what it thinks of it. */
final class Autobahn {
    /** 9: frames above the gateway's limit of 64 KiB. 12 and 13: compression, which the gateway does not offer. */
    private static final List<String> LEFT_OUT = List.of("9.*", "12.*", "13.*");

    /** Close codes that were invalid when the cases were written and have a meaning since: 1004, 1005, 1006 of 7.9. */
    private static final Set<String> OUTDATED = Set.of("7.9.6", "7.9.7", "7.9.8");

    private static final Set<String> FAILURES = Set.of("FAILED", "WRONG_CODE", "UNCLEAN");

    private Autobahn() {}

    public static void main(String[] arguments) {
        List<FuzzingCaseResult> results =
                AutobahnTestSuite.runFuzzingClient("gateway", arguments[0], Map.of(), List.of("*"), LEFT_OUT);
        Map<String, Integer> counts = new TreeMap<>();
        boolean isFailed = results.isEmpty();
        for (FuzzingCaseResult result : results) {
            Object behavior = result.behavior();
            Object close = result.behaviorClose();
            counts.merge(String.valueOf(behavior), 1, Integer::sum);
            boolean isFailure = isFailure(behavior) || isFailure(close);
            if (isFailure) {
                System.out.printf("%s  %s, close %s%n", result.caseName(), behavior, close);
            }
            isFailed |= isFailure && !OUTDATED.contains(result.caseName());
        }
        System.out.println(results.size() + " cases: " + counts);
        System.exit(isFailed ? 1 : 0);
    }

    /** @param behavior one of an enum that is not public */
    private static boolean isFailure(Object behavior) {
        return FAILURES.contains(String.valueOf(behavior).toUpperCase(Locale.ROOT).replace(' ', '_'));
    }
}
