package io.quartermaster.gateway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import io.quartermaster.gateway.outgoing.OutgoingGuard.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingGuardTest {

    private final AtomicLong nanos = new AtomicLong();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.9.9.9",
                "169.254.169.254",
                "169.254.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.1.1.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "64:ff9b::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2002:c0a8:101::",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refusesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address)))
                .as(address)
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.1",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.99.1",
                "203.0.112.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450::1",
                "2001:4860::8888",
                "2001:200::1",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "::ffff:8.8.8.8"
            })
    void allowsWhatIs(String address) {
        assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address)))
                .as(address)
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "2130706433",
                "0x7f.0.0.1",
                "017700000001",
                "localhost",
                "::1",
                "0:0:0:0:0:0:0:1"
            })
    void judgesTheAddressHoweverTheHostIsSpelled(String host) {
        OutgoingGuard guard = guard(Set.of(), OutgoingGuard.Resolver.system());

        assertThat(check(guard, host, 80)).as(host).isIn(new Verdict.Refused(), new Verdict.Unresolved());
    }

    @Test
    void aNameIsWhatItResolvesTo() {
        assertThat(check(guard(Set.of(), resolving("10.0.0.1")), "innocent.example", 443))
                .isEqualTo(new Verdict.Refused());
        assertThat(check(guard(Set.of(), resolving("8.8.8.8")), "innocent.example", 443))
                .isEqualTo(allowed("8.8.8.8"));
        assertThat(check(guard(Set.of(), resolving("10.0.0.1", "8.8.8.8")), "innocent.example", 443))
                .as("only the public one of two may be connected to")
                .isEqualTo(allowed("8.8.8.8"));
    }

    @Test
    void aNameThatChangesItsMindIsStillConnectedToWhatWasChecked() {
        AtomicInteger asked = new AtomicInteger();
        OutgoingGuard guard = guard(
                Set.of(),
                _ -> List.of(InetAddress.ofLiteral(asked.getAndIncrement() == 0 ? "8.8.8.8" : "169.254.169.254")));

        assertThat(check(guard, "rebinding.example", 80)).isEqualTo(allowed("8.8.8.8"));
        assertThat(guard.findWarm("rebinding.example", 80)).contains(allowed("8.8.8.8"));
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(guard.findWarm("rebinding.example", 80)).isEmpty();
        assertThat(check(guard, "rebinding.example", 80)).isEqualTo(new Verdict.Refused());
    }

    @Test
    void anOperatorCanAllowAHostOrOneOfItsPorts() {
        OutgoingGuard guard =
                guard(Set.of("Models.Internal", "gpu.internal:8000", "[::1]:11434", "10.0.0.5"), resolving("10.0.0.1"));

        assertThat(check(guard, "models.internal", 1)).isEqualTo(allowed("10.0.0.1"));
        assertThat(check(guard, "MODELS.internal.", 2)).isEqualTo(allowed("10.0.0.1"));
        assertThat(check(guard, "gpu.internal", 8000)).isEqualTo(allowed("10.0.0.1"));
        assertThat(check(guard, "gpu.internal", 8001)).isEqualTo(new Verdict.Refused());
        assertThat(check(guard, "::1", 11434)).isEqualTo(allowed("10.0.0.1"));
        assertThat(check(guard, "::1", 11435)).isEqualTo(new Verdict.Refused());
        assertThat(check(guard, "10.0.0.5", 1)).isEqualTo(allowed("10.0.0.1"));
        assertThat(check(guard, "evilmodels.internal", 1)).isEqualTo(new Verdict.Refused());
    }

    @Test
    void aHostWithoutAnAddressIsAskedForAgainSoon() {
        AtomicInteger asked = new AtomicInteger();
        OutgoingGuard guard = guard(Set.of(), host -> {
            asked.incrementAndGet();
            throw new UnknownHostException(host);
        });

        assertThat(check(guard, "nowhere.example", 80)).isEqualTo(new Verdict.Unresolved());
        assertThat(guard.findWarm("nowhere.example", 80)).isPresent();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(guard.findWarm("nowhere.example", 80)).isEmpty();
        check(guard, "nowhere.example", 80);
        assertThat(asked).hasValue(2);
    }

    private OutgoingGuard guard(Set<String> allowedHosts, OutgoingGuard.Resolver resolver) {
        return new OutgoingGuard(allowedHosts, resolver, Runnable::run, nanos::get);
    }

    private static OutgoingGuard.Resolver resolving(String... addresses) {
        return _ -> Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    }

    private static Verdict allowed(String... addresses) {
        return new Verdict.Allowed(
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList());
    }

    private static Verdict check(OutgoingGuard guard, String host, int port) {
        return guard.check(host, port).orTimeout(20, TimeUnit.SECONDS).join();
    }
}
