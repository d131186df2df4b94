package cloud.tessera.inventory.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.demo.DemoFiles;
import cloud.tessera.quota.term.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FleetImportTest {
    private static final String SMALL = """
            format: 1
            sites:
              - code: north
                name: North
                kind: edge
                jurisdiction: FI
                latencies:
                  helsinki: 2
                  stockholm: {ms: 9, measured: true}
            pools:
              - {code: north, site: north, name: North, isolation: vm, inference_floor: 0.25}
            fabric_domains:
              - {code: north-ib, site: north, kind: infiniband}
            hosts:
              - name: n-{nn}
                count: 3
                first: 9
                pool: north
                fabric: north-ib
                cpu: 64
                memory_gib: 256
                devices:
                  - {model: nvidia-h100-80gb, count: 2}
                  - {model: T4}
            """;

    private final FleetFixture fixture = new FleetFixture();

    @Test
    void a_small_file_comes_in_with_all_it_says() {
        Imported imported = fixture.take(SMALL).orThrow();

        assertThat(imported).isEqualTo(new Imported(1, 1, 3, 9, 15, 0, List.of("T4")));
        FleetSnapshot fleet = fixture.snapshot();
        assertThat(fleet.sites()).singleElement().satisfies(site -> {
            assertThat(site.kind()).isEqualTo(Site.Kind.EDGE);
            assertThat(site.latencies())
                    .containsEntry("helsinki", new Site.Latency(2, false))
                    .containsEntry("stockholm", new Site.Latency(9, true));
            assertThat(site.reachable()).isTrue();
        });
        assertThat(fleet.pools())
                .singleElement()
                .satisfies(pool -> assertThat(pool.privateCards()).isTrue());
        assertThat(fleet.hosts()).extracting(Host::name).containsExactly("n-09", "n-10", "n-11");
        assertThat(fleet.hosts().getFirst().cpuMilli()).isEqualTo(64_000);
        assertThat(fleet.hosts().getFirst().memoryMib()).isEqualTo(262_144);
        assertThat(fleet.devices()).hasSize(9);
        assertThat(fleet.devices().get(0))
                .satisfies(d ->
                        assertThat(List.of(d.slot(), d.slots(), d.extraSlots())).containsExactly(0, 8, 1));
        assertThat(fleet.devices().get(2))
                .satisfies(d ->
                        assertThat(List.of(d.slot(), d.slots(), d.extraSlots())).containsExactly(2, 1000, 0));
        assertThat(fixture.count("select count(*) from inventory.calendar_change"))
                .isEqualTo(9);
        assertThat(fixture.count("select count(*) from quota.audit_entry where action = 'fleet.imported'"))
                .isEqualTo(1);
    }

    @Test
    void the_same_file_twice_changes_nothing() {
        fixture.take(SMALL).orThrow();
        FleetSnapshot before = fixture.snapshot();

        Imported again = fixture.take(SMALL).orThrow();

        assertThat(again.added()).isZero();
        assertThat(again.changed()).isZero();
        assertThat(fixture.snapshot()).isEqualTo(before);
        assertThat(fixture.count("select count(*) from inventory.calendar_change"))
                .isEqualTo(9);
        assertThat(fixture.count("select count(*) from quota.audit_entry")).isEqualTo(1);
    }

    @Test
    void a_second_file_adds_and_changes_and_takes_nothing_away() {
        fixture.take(SMALL).orThrow();

        Imported second = fixture.take(SMALL.replace("count: 3", "count: 2")
                        .replace("name: North\n", "name: Far north\n")
                        .replace("cpu: 64", "cpu: 96")
                        .replace("- {model: T4}", "- {model: T4, count: 2}"))
                .orThrow();

        assertThat(second.added()).isEqualTo(2);
        assertThat(second.changed()).isEqualTo(3);
        FleetSnapshot fleet = fixture.snapshot();
        assertThat(fleet.sites())
                .singleElement()
                .satisfies(s -> assertThat(s.name()).isEqualTo("Far north"));
        assertThat(fleet.hosts()).extracting(Host::cpuMilli).containsExactly(96_000, 96_000, 64_000);
        assertThat(fleet.devices()).hasSize(11);
    }

    @Test
    void every_fault_is_named_with_its_line_and_nothing_comes_in() {
        String detail = fixture.faults("""
                format: 1
                sites:
                  - code: North
                    name: North
                    kind: middle
                    jurisdiction: Finland
                pools:
                  - {code: p, site: north, name: P, isolation: vm, inference_floor: 1.5}
                hosts:
                  - {name: h, pool: p, cpu: 64, memory_gib: lots, devices: [{model: T4, count: 0}]}
                  - {name: h, pool: p, cpus: 64, memory_gib: 1, devices: []}
                """);

        assertThat(detail.lines())
                .allMatch(line -> line.startsWith("my-fleet.yaml:"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:3: code must be"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:5: kind must be one of [core, edge]"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:6: jurisdiction"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:8: inference_floor must be a number from 0 to 1"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:10: memory_gib must be a whole number"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:10: count must be a whole number from 1"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:11: unknown field \"cpus\""))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:11: cpu is missing"))
                .anyMatch(line -> line.startsWith("my-fleet.yaml:11: a host needs at least one device"));
        assertThat(fixture.snapshot().sites()).isEmpty();
    }

    @Test
    void a_jurisdiction_is_a_country_that_exists() {
        assertThat(fixture.faults("""
                format: 1
                sites:
                  - {code: a, name: A, kind: core, jurisdiction: FR}
                  - {code: b, name: B, kind: core, jurisdiction: ZZ}
                """))
                .isEqualTo("my-fleet.yaml:4: jurisdiction must be a country by ISO 3166-1, such as FR, not \"ZZ\"");
    }

    @Test
    void what_is_referred_to_must_exist_once() {
        String detail = fixture.faults("""
                format: 1
                sites:
                  - {code: a, name: A, kind: core, jurisdiction: FR}
                  - {code: a, name: A, kind: core, jurisdiction: FR}
                  - {code: b, name: B, kind: core, jurisdiction: FR}
                pools:
                  - {code: p, site: a, name: P, isolation: vm}
                  - {code: q, site: nowhere, name: Q, isolation: vm}
                fabric_domains:
                  - {code: f, site: b, kind: nvlink}
                hosts:
                  - {name: h, pool: p, cpu: 1, memory_gib: 1, devices: [{model: T4}]}
                  - {name: h, pool: p, cpu: 1, memory_gib: 1, devices: [{model: T4}]}
                  - {name: i, pool: none, cpu: 1, memory_gib: 1, devices: [{model: T4}]}
                  - {name: j, pool: p, fabric: f, cpu: 1, memory_gib: 1, devices: [{model: T4}]}
                  - {name: k, pool: p, site: b, cpu: 1, memory_gib: 1, devices: [{model: T4}]}
                """);

        assertThat(detail)
                .contains("my-fleet.yaml:4: the site a stands in this file twice")
                .contains("my-fleet.yaml:8: pool q: there is no site nowhere")
                .contains("my-fleet.yaml:13: the host h stands in this file twice")
                .contains("my-fleet.yaml:14: host i: there is no pool none")
                .contains("my-fleet.yaml:15: host j: the fabric domain f is at b")
                .contains("my-fleet.yaml:16: host k is at b, but its pool p is at a");
        assertThat(fixture.snapshot().sites()).isEmpty();
    }

    @Test
    void what_is_no_fleet_file_is_refused_clearly() {
        assertThat(fixture.faults("")).isEqualTo("my-fleet.yaml:1: the file is empty");
        assertThat(fixture.faults("- a\n")).startsWith("my-fleet.yaml:1: the file must be a mapping");
        assertThat(fixture.faults("format: 1\nsites:\n  - [x\nhosts: 3\n"))
                .startsWith("my-fleet.yaml:4: this is not YAML");
        assertThat(fixture.faults("format: 1\nformat: 1\n"))
                .contains("my-fleet.yaml:2: the field format stands here twice");
        assertThat(fixture.faults("format: 2\n"))
                .contains("my-fleet.yaml:1: format must be a whole number from 1 to 1");
        assertThat(fixture.faults("a: &a [*a]\n")).contains("unknown field \"a\"");
        assertThat(fixture.faults("format: 1\nsites: !!javax.script.ScriptEngineManager []\n"))
                .isNotEmpty();
        assertThat(fixture.faults("[".repeat(100_000))).startsWith("my-fleet.yaml:1: ");
        assertThat(fixture.faults("format: 1\n\u0000\n")).contains("my-fleet.yaml:2: a control character (0)");
        byte[] junk = {(byte) 0x7f, 'E', 'L', 'F', '\n', (byte) 0xff, (byte) 0xfe, 0};
        Refusal refusal = FleetFixture.refusal(fixture.fleet.importYaml(fixture.operator, "junk.bin", junk));
        assertThat(refusal.code()).isEqualTo("fleet_import_invalid");
        assertThat(refusal.detail()).isEqualTo("junk.bin:2: this is not UTF-8 text");
    }

    @Test
    void numbers_that_no_machine_has_are_refused() {
        for (String change : List.of(
                "cpu: 99999999999999999999",
                "cpu: -1",
                "cpu: 1e3",
                "memory_gib: 9223372036854775807",
                "memory_gib: 0x10")) {
            String field = change.substring(0, change.indexOf(':'));
            String yaml = SMALL.replaceFirst(field + ": \\d+", change);
            assertThat(fixture.faults(yaml)).as(change).contains(field + " must be a whole number from 0 to ");
        }
        assertThat(fixture.faults(SMALL.replace("count: 3", "count: 1000000"))).contains("more than 1000000 devices");
        assertThat(fixture.faults(SMALL.replace("count: 2", "count: 1025"))).contains("count must be a whole number");
    }

    @Test
    void many_faults_are_counted() {
        StringBuilder yaml = new StringBuilder("format: 1\nhosts:\n");
        for (int i = 0; i < 50; i++) {
            yaml.append("  - {name: h").append(i).append(", pool: p, cpu: x, memory_gib: 1, devices: [{model: T4}]}\n");
        }
        assertThat(fixture.faults(yaml.toString()).lines()).hasSize(21).last().isEqualTo("and 30 more");
    }

    @Test
    void a_shared_card_needs_a_pool_of_virtual_machines() {
        assertThat(fixture.faults(
                        SMALL.replace("isolation: vm", "isolation: sandboxed_container, private_cards: false")))
                .contains("only a pool with isolation vm may share cards");
    }

    @Test
    void a_card_stays_what_it_is() {
        fixture.take(SMALL).orThrow();
        assertThat(fixture.faults(SMALL.replace("model: T4", "model: nvidia-l4-24gb")))
                .contains("the card at place 2 is T4 and cannot become nvidia-l4-24gb");
        assertThat(fixture.faults(
                        SMALL.replace("model: nvidia-h100-80gb, count: 2", "model: nvidia-h100-80gb, count: 1")
                                .replace("- {model: T4}", "")))
                .contains("host n-09 has 3 cards and the file names 1; an import takes no card away");
    }

    @Test
    void what_is_held_cannot_shrink_or_move() {
        fixture.take(SMALL).orThrow();
        int device = fixture.snapshot().devices().getFirst().id();
        fixture.run("""
                insert into inventory.occupancy (claim_id, device_id, slots, during)
                values (?, ?, int4range(0, 1), tstzrange('2026-03-02T10:00Z', null))""", UUID.randomUUID(), device);

        assertThat(fixture.faults(SMALL.replace("cpu: 64", "cpu: 32")))
                .contains("my-fleet.yaml:15: a host cannot move or shrink while claims hold its cards");
        assertThat(fixture.faults(SMALL.replace("isolation: vm", "isolation: sandboxed_container")))
                .contains("the isolation of north cannot change while claims hold cards in it");
        assertThat(fixture.take(SMALL.replace("cpu: 64", "cpu: 128")).orThrow().changed())
                .isEqualTo(3);
    }

    @Test
    void an_import_waits_for_a_booking_that_is_under_way() throws Exception {
        fixture.take(SMALL).orThrow();
        Device device = fixture.snapshot().devices().getFirst();
        for (String change : List.of("cpu: 32", "isolation: sandboxed_container")) {
            String field = change.substring(0, change.indexOf(':'));
            CountDownLatch booked = new CountDownLatch(1);
            CountDownLatch commit = new CountDownLatch(1);
            Thread booking = Thread.ofVirtual()
                    .start(() -> fixture.transactions.run(fixture.job, tx -> {
                        tx.sql().fetch("select id from inventory.host where id = ? for no key update", device.host());
                        tx.sql().execute("""
                        insert into inventory.occupancy (claim_id, device_id, slots, during)
                        values (?, ?, int4range(0, 1), tstzrange('2026-03-02T10:00Z', null))""", UUID.randomUUID(), device.id());
                        booked.countDown();
                        await(commit);
                        return true;
                    }));
            booked.await();
            CompletableFuture<String> faults = CompletableFuture.supplyAsync(
                    () -> fixture.faults(SMALL.replaceFirst(field + ": [a-z0-9]+", change)));
            Awaitility.await()
                    .until(() -> faults.isDone()
                            || fixture.count("select count(*)::int from pg_locks where not granted") > 0);
            commit.countDown();
            booking.join();
            assertThat(faults.get()).as(change).contains("cannot").contains("while claims hold");
            fixture.run("delete from inventory.occupancy");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_file_may_refer_to_what_is_there() {
        fixture.take(SMALL).orThrow();
        Imported more = fixture.take("""
                        format: 1
                        hosts:
                          - {name: extra, pool: north, cpu: 8, memory_gib: 32, devices: [{model: T4}]}
                        """).orThrow();
        assertThat(more.added()).isEqualTo(2);
    }

    @Test
    void the_demo_has_the_sites_and_models_that_it_should() {
        Imported imported = fixture.fleet
                .importYaml(fixture.operator, DemoFiles.fleetName(), DemoFiles.fleet())
                .orThrow();

        assertThat(imported.devices()).isBetween(390, 420);
        assertThat(imported.fungibleModels()).isEmpty();
        FleetSnapshot fleet = fixture.snapshot();
        assertThat(fleet.sites().stream().filter(s -> s.kind() == Site.Kind.CORE))
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(fleet.sites().stream().filter(s -> s.kind() == Site.Kind.EDGE))
                .hasSizeGreaterThanOrEqualTo(4);
        Set<String> models = fleet.devices().stream().map(Device::model).collect(Collectors.toCollection(HashSet::new));
        assertThat(models)
                .containsExactlyInAnyOrder(
                        "nvidia-h100-80gb",
                        "nvidia-h200-141gb",
                        "nvidia-b200-180gb",
                        "nvidia-a100-80gb",
                        "nvidia-a30-24gb",
                        "nvidia-l40s-48gb",
                        "amd-mi300x-192gb",
                        "google-tpu-v5e",
                        "aws-trainium2",
                        "aws-inferentia2");
    }

    @Test
    void the_example_of_the_readme_comes_in() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String example = readme.substring(readme.indexOf("```yaml\n") + 8);

        Imported imported =
                fixture.take(example.substring(0, example.indexOf("```"))).orThrow();

        assertThat(imported.devices()).isEqualTo(32);
        assertThat(imported.fungibleModels()).isEmpty();
    }

    @Test
    void an_openb_list_comes_in_as_fungible_cards_of_one_pool() {
        String list = """
                sn,cpu_milli,memory_mib,gpu,model
                openb-node-0000,64000,262144,2,P100
                openb-node-0001,96000,393216,8,G2
                openb-node-0002,32000,131072,0,
                """;
        Imported imported = openb(list).orThrow();

        assertThat(imported).isEqualTo(new Imported(1, 1, 2, 10, 14, 0, List.of("G2", "P100")));
        assertThat(openb(list).orThrow().added()).isZero();
        FleetSnapshot fleet = fixture.snapshot();
        assertThat(fleet.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.isolation()).isEqualTo(Pool.Isolation.VM);
            assertThat(pool.privateCards()).isFalse();
        });
        assertThat(fleet.devices()).allMatch(d -> d.slots() == 1000);
        assertThat(fleet.hosts().get(1).memoryMib()).isEqualTo(393_216);
    }

    @Test
    void a_broken_openb_list_is_refused_with_its_lines() {
        String detail = FleetFixture.refusal(openb("""
                        sn,cpu_milli,memory_mib,gpu,model
                        a,64000,262144,2,P100
                        b,64000,262144,two,P100
                        c,64000,262144
                        a,64000,99999999999999999999,2,P 100
                        """)).detail();
        assertThat(detail.lines())
                .containsExactly(
                        "nodes.csv:3: gpu must be a whole number from 0 to 1024, not \"two\"",
                        "nodes.csv:4: 3 fields where 5 are expected (sn,cpu_milli,memory_mib,gpu,model)",
                        "nodes.csv:5: memory_mib must be a whole number from 0 to 1073741824, not \"99999999999999999999\"",
                        "nodes.csv:5: model must be letters, digits, dots and hyphens, not \"P 100\"");
        assertThat(FleetFixture.refusal(openb("name,qty\n")).detail())
                .startsWith("nodes.csv:1: the first line must be");
        assertThat(FleetFixture.refusal(openb("")).detail()).startsWith("nodes.csv:1: the first line must be");
        assertThat(FleetFixture.refusal(openb("sn,cpu_milli,memory_mib,gpu,model\n"))
                        .detail())
                .isEqualTo("nodes.csv:1: the file names no host with a card");
    }

    private cloud.tessera.quota.term.Outcome<Imported> openb(String list) {
        return fixture.fleet.importOpenb(
                fixture.operator, "nodes.csv", list.getBytes(StandardCharsets.UTF_8), OpenbTarget.usual(false));
    }
}
