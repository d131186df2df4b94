package cloud.tessera.inventory.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.tessera.inventory.demo.DemoFiles;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.Outcome;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.Refused;
import cloud.tessera.quota.term.Role;
import cloud.tessera.quota.term.SessionId;
import cloud.tessera.quota.term.TimeWindow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final TimeWindow TODAY = new TimeWindow(FleetFixture.NOW, FleetFixture.NOW.plus(Duration.ofDays(1)));

    private final FleetFixture fixture = new FleetFixture();
    private final Fleet fleet = fixture.fleet;
    private final Caller member = new Caller.Member(
            new PersonId(new UUID(0, 3)),
            new OrganizationId(new UUID(0, 4)),
            Role.OWNER,
            new SessionId(new UUID(0, 5)),
            Caller.Request.of("test"));

    @BeforeEach
    void demo() {
        fleet.importYaml(fixture.operator, DemoFiles.fleetName(), DemoFiles.fleet())
                .orThrow();
    }

    @Test
    void hosts_and_devices_are_listed_page_by_page() {
        Page<HostView> first = fleet.hosts(fixture.support, FleetFilter.ofSite("paris-1"), Page.Request.first(15));
        assertThat(first.items()).hasSize(15);
        Page<HostView> rest =
                fleet.hosts(fixture.support, FleetFilter.ofSite("paris-1"), new Page.Request(15, first.next()));
        assertThat(rest.next()).isNull();
        assertThat(first.items().size() + rest.items().size()).isEqualTo(20);
        assertThat(first.items().getFirst()).satisfies(host -> {
            assertThat(host.host().name()).isEqualTo("par-a100-01");
            assertThat(host.models()).containsExactly("nvidia-a100-80gb");
            assertThat(host.devices()).isEqualTo(8);
        });
        assertThat(fleet.devices(
                                fixture.support,
                                new FleetFilter(null, null, null, "google-tpu-v5e", null),
                                Page.Request.first(200))
                        .items())
                .hasSize(32)
                .allSatisfy(d -> assertThat(d.modelName()).isEqualTo("Google TPU v5e"));
        assertRefused(
                () -> fleet.hosts(fixture.operator, FleetFilter.all(), new Page.Request(10, "x")), "invalid_cursor");
    }

    @Test
    void hosts_are_found_by_a_part_of_their_name_or_site_before_they_are_paged() {
        String last = fleet.hosts(fixture.support, FleetFilter.all(), Page.Request.first(Page.MOST))
                .items()
                .getLast()
                .host()
                .name();
        assertThat(fleet.hosts(
                                fixture.support,
                                FleetFilter.ofText(last.toUpperCase(Locale.ROOT)),
                                Page.Request.first(1))
                        .items())
                .singleElement()
                .satisfies(host -> assertThat(host.host().name()).isEqualTo(last));
        assertThat(fleet.hosts(fixture.support, FleetFilter.ofText("PARIS"), Page.Request.first(Page.MOST))
                        .items())
                .hasSize(20)
                .allSatisfy(host -> assertThat(host.host().site()).isEqualTo("paris-1"));
        assertThat(fleet.hosts(fixture.support, FleetFilter.ofText("%"), Page.Request.first(1))
                        .items())
                .as("a sign of patterns is only itself")
                .isEmpty();
    }

    @Test
    void the_tiles_of_a_card_name_their_claims() {
        DeviceView card = aHost("fra-a30-01");
        int device = card.device().id();
        tile(device, 0, 2, "[2026-03-02T09:00Z,2026-03-02T12:00Z)", new UUID(7, 1));
        tile(device, 2, 4, "[2026-03-02T11:00Z,)", new UUID(7, 2));
        tile(device, 4, 5, "[2026-03-02T09:00Z,)", new UUID(7, 3));
        tile(device, 0, 4, "[2026-03-01T09:00Z,2026-03-02T09:00Z)", new UUID(7, 4));

        DeviceTiles tiles = fleet.tiles(fixture.support, device, TODAY);

        assertThat(tiles.tiles())
                .extracting(DeviceTiles.Tile::claim)
                .containsExactly(new UUID(7, 1), new UUID(7, 2), new UUID(7, 3));
        assertThat(tiles.tiles().getFirst()).satisfies(tile -> {
            assertThat(tile.slotStart()).isZero();
            assertThat(tile.slotEnd()).isEqualTo(2);
            assertThat(tile.end()).isEqualTo(FleetFixture.NOW.plus(Duration.ofHours(2)));
            assertThat(tile.kind()).isEqualTo("other");
        });
        assertThat(tiles.tiles().get(1).end()).isNull();
        assertThat(tiles.device().slotsTaken()).isEqualTo(2);
        assertThat(fleet.tilesOfHost(fixture.support, card.device().host(), TODAY))
                .hasSize(4)
                .first()
                .isEqualTo(tiles);
        assertRefused(() -> fleet.tiles(fixture.support, 1_000_000, TODAY), "not_found");
        assertRefused(() -> fleet.tilesOfHost(fixture.support, 1_000_000, TODAY), "not_found");
    }

    private void tile(int device, int from, int to, String during, UUID claim) {
        fixture.run(
                "insert into inventory.occupancy (claim_id, device_id, slots, during) "
                        + "values (?, ?, int4range(?, ?), ?::tstzrange)",
                claim,
                device,
                from,
                to,
                during);
    }

    @Test
    void a_link_is_cut_and_restored_and_indexes_are_told() {
        int changes = changes();

        Site cut = fleet.cutLink(fixture.operator, "edge-milan").orThrow();
        assertThat(cut.reachable()).isFalse();
        assertThat(cut.linkSince()).isEqualTo(FleetFixture.NOW);
        assertThat(changes()).isEqualTo(changes + 12);
        fleet.cutLink(fixture.operator, "edge-milan").orThrow();
        assertThat(changes()).isEqualTo(changes + 12);

        assertThat(fleet.restoreLink(fixture.operator, "edge-milan").orThrow().reachable())
                .isTrue();
        assertThat(fixture.count("select count(*) from quota.audit_entry where action like 'site.link%'"))
                .isEqualTo(2);
        assertThat(fleet.cutLink(fixture.operator, "nowhere")).isInstanceOf(Outcome.No.class);
    }

    @Test
    void latencies_that_were_set_win_over_the_file_when_it_comes_in_again() {
        Site before = site("paris-1");
        int audited = latencyAudits();
        var measured = Map.of("lyon", new Site.Latency(7, true));
        Site set = fleet.setLatencies(fixture.operator, "paris-1", measured).orThrow();
        assertThat(set.latencies()).containsAllEntriesOf(measured);
        assertThat(set.latenciesOfFile()).isEqualTo(before.latenciesOfFile());
        fleet.setLatencies(fixture.operator, "paris-1", measured).orThrow();
        assertThat(latencyAudits()).isEqualTo(audited + 1);

        String again =
                "format: 1\nsites: [{code: paris-1, name: Paris again, kind: core, jurisdiction: FR, latencies: {lyon: 3, nice: 4}}]";
        fleet.importYaml(fixture.operator, "again.yaml", again.getBytes(StandardCharsets.UTF_8))
                .orThrow();
        assertThat(site("paris-1").name()).isEqualTo("Paris again");
        assertThat(site("paris-1").latencies())
                .containsEntry("lyon", new Site.Latency(7, true))
                .containsEntry("nice", new Site.Latency(4, false));
        assertThat(fleet.importYaml(fixture.operator, "again.yaml", again.getBytes(StandardCharsets.UTF_8))
                        .orThrow()
                        .changed())
                .isZero();

        fleet.setLatencies(fixture.operator, "paris-1", Map.of()).orThrow();
        assertThat(site("paris-1").latencies()).containsEntry("lyon", new Site.Latency(3, false));
        assertRefused(
                () -> fleet.setLatencies(fixture.operator, "paris-1", Map.of("Lyon", new Site.Latency(1, true)))
                        .orThrow(),
                "invalid_latencies");
        assertRefused(
                () -> fleet.setLatencies(fixture.operator, "paris-1", Map.of("lyon", new Site.Latency(-1, true)))
                        .orThrow(),
                "invalid_latencies");
        assertRefused(() -> fleet.setLatencies(fixture.support, "paris-1", measured), "forbidden");
    }

    private int latencyAudits() {
        return fixture.count("select count(*) from quota.audit_entry where action = 'site.latencies_set'");
    }

    private Site site(String code) {
        return fleet.sites(member).stream()
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_host_fails_and_is_repaired() {
        int host = aHost("dub-a30-02").device().host();
        int changes = changes();

        var failed = fixture.transactions.run(fixture.job, tx -> fleet.fail(tx, host));

        assertThat(failed.cards()).hasSize(4);
        assertThat(failed.changed()).isTrue();
        assertThat(changes()).isEqualTo(changes + 4);
        assertThat(fleet.stock(member))
                .filteredOn(s -> s.site().equals("edge-dublin") && s.model().equals("nvidia-a30-24gb"))
                .singleElement()
                .satisfies(s -> assertThat(s.failed()).isEqualTo(4));
        assertThat(fleet.hosts(
                                fixture.support,
                                new FleetFilter(null, null, null, null, Device.Health.FAILED),
                                Page.Request.first(10))
                        .items())
                .singleElement()
                .satisfies(h -> assertThat(h.failed()).isEqualTo(4));

        assertThat(fleet.repair(fixture.operator, host).orThrow().failed()).isZero();
        assertThat(changes()).isEqualTo(changes + 8);
        assertThat(fixture.count("select count(*) from quota.audit_entry where action like 'host.%'"))
                .isEqualTo(2);
    }

    @Test
    void members_see_sites_pools_and_stock_and_nothing_of_hosts() {
        assertThat(fleet.sites(member)).hasSize(8);
        assertThat(fleet.pools(member)).hasSize(16);
        assertThat(fleet.stock(member)).isNotEmpty();
        assertRefused(() -> fleet.hosts(member, FleetFilter.all(), Page.Request.first(1)), "forbidden");
        assertRefused(() -> fleet.devices(member, FleetFilter.all(), Page.Request.first(1)), "forbidden");
        assertRefused(() -> fleet.tiles(member, 1, TODAY), "forbidden");
        assertRefused(() -> fleet.tilesOfHost(member, 1, TODAY), "forbidden");
        assertRefused(() -> fleet.importYaml(member, "f", new byte[0]), "forbidden");
        assertRefused(() -> fleet.importOpenb(member, "f", new byte[0], OpenbTarget.usual(false)), "forbidden");
        assertRefused(() -> fleet.cutLink(member, "paris-1"), "forbidden");
    }

    @Test
    void support_looks_and_changes_nothing() {
        assertRefused(() -> fleet.importYaml(fixture.support, "f", new byte[0]), "forbidden");
        assertRefused(() -> fleet.cutLink(fixture.support, "paris-1"), "forbidden");
        assertRefused(() -> fleet.restoreLink(fixture.support, "paris-1"), "forbidden");
        assertRefused(() -> fleet.repair(fixture.support, 1), "forbidden");
    }

    private DeviceView aHost(String name) {
        return fleet.devices(fixture.support, FleetFilter.all(), Page.Request.first(200)).items().stream()
                .filter(d -> d.hostName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int changes() {
        return fixture.count("select count(*) from inventory.calendar_change");
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.refusal().code()).isEqualTo(code));
    }
}
