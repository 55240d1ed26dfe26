package dev.eventbus.notifications.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eventbus.notifications.device.Address.Environment;
import dev.eventbus.notifications.problem.ProblemException;
import dev.eventbus.webhook.UrlGuard;
import dev.eventbus.webhook.WebhookUrl;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceRequestTest {
    // Of RFC 8291, appendix A.
    private static final String P256DH =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String KEYS = "{'p256dh':'" + P256DH + "','auth':'" + AUTH + "'}";

    private static DeviceRequest parse(String json) {
        return DeviceRequest.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String browser(String endpoint) {
        return "{'kind':'WEBPUSH','subscription':{'endpoint':'" + endpoint + "','keys':" + KEYS + "}}";
    }

    @Test
    void readsEachKind() {
        DeviceRequest browser = parse("{'kind':'WEBPUSH','name':'Laptop','subscription':{'endpoint':"
                + "'https://push.example.net/x|{y}?z','expirationTime':null,'keys':" + KEYS + ",'news':1}}");

        assertThat(browser)
                .isEqualTo(new DeviceRequest(
                        new Address.WebPush("https://push.example.net/x|{y}?z", P256DH, AUTH), "Laptop"));
        assertThat(parse("{'kind':'FCM','token':'dev:APA91_-x.y'}"))
                .isEqualTo(new DeviceRequest(new Address.Fcm("dev:APA91_-x.y"), null));
        assertThat(parse("{'kind':'APNS','token':'00FF00FF00FF00FF','environment':'sandbox'}"))
                .isEqualTo(new DeviceRequest(new Address.Apns("00ff00ff00ff00ff", Environment.SANDBOX), null));
        assertThat(parse("{'kind':'APNS','token':'00FF00FF00FF00FF','environment':null}")
                        .address())
                .isEqualTo(new Address.Apns("00ff00ff00ff00ff", Environment.PRODUCTION));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                                            | body
            null                                                          | body
            {                                                             | body
            {'kind':'FCM','token':'a'} x                                  | body
            {'kind':'FCM','kind':'FCM','token':'a'}                       | body
            {}                                                            | kind
            {'kind':'fcm','token':'a'}                                    | kind
            {'kind':'SMS','token':'a'}                                    | kind
            {'kind':7}                                                    | kind
            {'kind':'FCM'}                                                | token
            {'kind':'FCM','token':''}                                     | token
            {'kind':'FCM','token':'a b'}                                  | token
            {'kind':'FCM','token':'a\\r\\nX: y'}                          | token
            {'kind':'FCM','token':['a']}                                  | token
            {'kind':'FCM','token':'a','subscription':{}}                  | subscription
            {'kind':'FCM','token':'a','userId':'somebody'}                | userId
            {'kind':'FCM','token':'a','name':'a\\nb'}                     | name
            {'kind':'FCM','token':'a','name':'\\u0000'}                   | name
            {'kind':'FCM','token':'a','name':'\\ud800'}                   | name
            {'kind':'FCM','token':'a','name':{}}                          | name
            {'kind':'APNS','token':'00ff'}                                | token
            {'kind':'APNS','token':'../../../3/device/00ff00ff00ff'}      | token
            {'kind':'APNS','token':'00ff00ff00ff00f'}                     | token
            {'kind':'APNS','token':'00ff00ff00ff00ff','environment':'x'}  | environment
            {'kind':'WEBPUSH'}                                            | subscription
            {'kind':'WEBPUSH','token':'a'}                                | subscription
            {'kind':'WEBPUSH','subscription':'x'}                         | subscription
            {'kind':'WEBPUSH','subscription':{}}                          | subscription.endpoint
            {'kind':'WEBPUSH','subscription':{'endpoint':'https://x/'}}   | subscription.keys
            {'kind':'WEBPUSH','subscription':{'endpoint':'https://x/','keys':{'p256dh':'AAAA','auth':'BTBZMqHH6r4Tts7J_aSIgg'}}} | subscription.keys.p256dh
            {'kind':'WEBPUSH','subscription':{'endpoint':'https://x/','keys':{'p256dh':'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAix4','auth':'BTBZMqHH6r4Tts7J_aSIgg'}}} | subscription.keys.p256dh
            {'kind':'WEBPUSH','subscription':{'endpoint':'https://x/','keys':{'p256dh':'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4','auth':'AAAA'}}} | subscription.keys.auth
            """)
    void namesTheFieldThatIsWrong(String json, String field) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(ProblemException.class)
                .satisfies(e -> assertThat((ProblemException) e)
                        .extracting(
                                refused -> String.valueOf(refused.getMessage()).split(" ")[0])
                        .isEqualTo(field));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://push.example.net/x",
        "//push.example.net/x",
        "https:push.example.net",
        "https://user:secret@push.example.net/x",
        "https://push.example.net:99999/x",
        "https://push.example.net:0/x",
        "https://push.example.net/x#y",
        "https://push.example.net/a b",
        "https://pus\u00fch.example.net/x",
        "https://0x7f.1/x",
        "https://127.1/x",
        "https://[::1/x",
        "https:///x"
    })
    void refusesWhatIsNoUrl(String endpoint) {
        assertThatThrownBy(() -> parse(browser(endpoint)))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("subscription.endpoint ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void refusesWhatIsTooLongWithoutRepeatingIt() {
        String huge = "a".repeat(10_240);

        assertThatThrownBy(() -> parse("{'kind':'FCM','token':'" + huge + "'}"))
                .hasMessage("token must be at most 2048 characters, had 10240");
        assertThatThrownBy(() -> parse(browser("https://push.example.net/" + huge)))
                .hasMessageStartingWith("subscription.endpoint must be at most 2048 characters");
        assertThatThrownBy(() -> parse("{'kind':'FCM','token':'a','name':'" + huge + "'}"))
                .hasMessageStartingWith("name must be one line of at most 100 characters");
        assertThatThrownBy(() -> parse("{'kind':'FCM','token':'a','" + huge + "':1}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @ParameterizedTest
    @CsvSource({
        "http://push.example.net/x",
        "https://localhost/x",
        "https://127.0.0.1/x",
        "https://10.1.2.3/x",
        "https://192.168.0.1:8443/x",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/x",
        "https://0.0.0.0/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[fd00::1]/x",
        "https://[64:ff9b::7f00:1]/x",
        "https://93.184.215.14:22/x"
    })
    void registersNoPushServiceThatIsNotPublic(String endpoint) {
        PushEndpoints endpoints = new PushEndpoints(UrlGuard.publicOnly(List.of("127.0.0.2")));

        assertThatThrownBy(() -> endpoints.require("subscription.endpoint", WebhookUrl.parse(endpoint)))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("subscription.endpoint m");
    }

    @Test
    void trustsWhatTheOperatorListed() {
        PushEndpoints endpoints = new PushEndpoints(UrlGuard.publicOnly(List.of("127.0.0.2")));

        endpoints.require("subscription.endpoint", WebhookUrl.parse("http://127.0.0.2:22/x"));
        endpoints.require("subscription.endpoint", WebhookUrl.parse("https://93.184.215.14/x"));
    }
}
