package cloud.tessera.inventory.fleet;

import cloud.tessera.inventory.document.Faults;
import cloud.tessera.inventory.document.Section;
import cloud.tessera.inventory.document.YamlFile;
import cloud.tessera.quota.term.Country;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a fleet file. The format is described in this module's README. */
final class FleetYaml {
    static final String CODE = "fleet_import_invalid";
    static final int MOST_DEVICES = 1_000_000;
    static final int MOST_DEVICES_OF_A_HOST = 1_024;
    static final long MOST_CPU = 100_000;
    static final long MOST_MEMORY_GIB = 1_048_576;
    static final Pattern SITE = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    static final Pattern CODE_FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9{][A-Za-z0-9._{}-]{0,62}");
    private static final Pattern NUMBER_IN_NAME = Pattern.compile("\\{(n{1,6})}");
    static final int MOST_MILLISECONDS = 10_000;

    private int devices;

    private FleetYaml() {}

    /** The plan of a file; all its faults are thrown as one refusal. */
    static FleetPlan read(String fileName, byte[] content) {
        Faults faults = new Faults(fileName);
        FleetPlan plan = YamlFile.read(content, faults)
                .map(top -> new FleetYaml().plan(top))
                .orElseGet(() -> new FleetPlan(List.of(), List.of(), List.of(), List.of()));
        faults.refuse(CODE);
        return plan;
    }

    private FleetPlan plan(Section top) {
        top.only("format", "sites", "pools", "fabric_domains", "hosts");
        top.whole("format", 1, 1, null);
        return new FleetPlan(
                top.sections("sites").stream().map(this::site).toList(),
                top.sections("pools").stream().map(this::pool).toList(),
                top.sections("fabric_domains").stream().map(this::fabric).toList(),
                top.sections("hosts").stream().flatMap(h -> hosts(h).stream()).toList());
    }

    private FleetPlan.NewSite site(Section site) {
        site.only("code", "name", "kind", "jurisdiction", "latencies");
        Map<String, Site.Latency> latencies = new LinkedHashMap<>();
        site.section("latencies")
                .ifPresent(regions ->
                        regions.names().forEach(region -> latencies.put(region, latency(regions, region))));
        return new FleetPlan.NewSite(
                site.line(),
                site.text("code", SITE, "lower case letters, digits and hyphens, at most 31"),
                site.text("name"),
                site.choice("kind", List.of(Site.Kind.values()), Site.Kind::text)
                        .orElse(Site.Kind.CORE),
                site.text("jurisdiction", Country.CODE, "a country by ISO 3166-1, such as FR"),
                latencies);
    }

    private Site.Latency latency(Section regions, String region) {
        if (!CODE_FORM.matcher(region).matches()) {
            regions.fault(region, "a region must be lower case letters, digits and hyphens");
        }
        if (!regions.isSection(region)) {
            return new Site.Latency((int) regions.whole(region, 0, MOST_MILLISECONDS, null), false);
        }
        return regions.section(region)
                .map(latency -> {
                    latency.only("ms", "measured");
                    return new Site.Latency(
                            (int) latency.whole("ms", 0, MOST_MILLISECONDS, null), latency.flag("measured", false));
                })
                .orElseThrow();
    }

    private FleetPlan.NewPool pool(Section pool) {
        pool.only("code", "site", "name", "isolation", "inference_floor", "private_cards");
        var isolation = pool.choice("isolation", List.of(Pool.Isolation.values()), Pool.Isolation::text);
        boolean privateCards = pool.flag("private_cards", true);
        if (!privateCards && isolation.isPresent() && isolation.get() != Pool.Isolation.VM) {
            pool.fault("private_cards", "only a pool with isolation vm may share cards between organizations");
        }
        return new FleetPlan.NewPool(
                pool.line(),
                pool.text("code", CODE_FORM, "lower case letters, digits and hyphens"),
                pool.text("site"),
                pool.text("name"),
                isolation.orElse(Pool.Isolation.VM),
                pool.has("inference_floor")
                        ? pool.decimal("inference_floor", BigDecimal.ZERO, BigDecimal.ONE)
                        : BigDecimal.ZERO,
                privateCards);
    }

    private FleetPlan.NewFabric fabric(Section fabric) {
        fabric.only("code", "site", "kind");
        return new FleetPlan.NewFabric(
                fabric.line(),
                fabric.text("code", CODE_FORM, "lower case letters, digits and hyphens"),
                fabric.text("site"),
                fabric.text("kind"));
    }

    private List<FleetPlan.NewHost> hosts(Section host) {
        host.only("name", "count", "first", "site", "pool", "fabric", "cpu", "memory_gib", "devices");
        String name =
                host.text("name", HOST_NAME, "letters, digits, dots and hyphens, with {n} where hosts are counted");
        int count = (int) host.whole("count", 1, MOST_DEVICES, 1L);
        int first = (int) host.whole("first", 0, MOST_DEVICES, 1L);
        Matcher number = NUMBER_IN_NAME.matcher(name);
        boolean counted = number.find();
        if (!counted && (count > 1 || name.indexOf('{') >= 0)) {
            host.fault("name", "a name for " + count + " hosts needs {n}, {nn} or {nnn} in it, for their numbers");
            return List.of();
        }
        List<String> models = models(host);
        if ((long) devices + (long) count * models.size() > MOST_DEVICES) {
            host.fault("count", "more than " + MOST_DEVICES + " devices in one file");
            return List.of();
        }
        devices += count * models.size();
        String site = host.maybeText("site").orElse(null);
        String pool = host.text("pool");
        String fabric = host.maybeText("fabric").orElse(null);
        int cpu = (int) host.whole("cpu", 0, MOST_CPU, null) * 1_000;
        long memory = host.whole("memory_gib", 0, MOST_MEMORY_GIB, null) * 1_024;
        List<FleetPlan.NewHost> hosts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String each = counted ? numbered(name, number, first + i) : name;
            hosts.add(new FleetPlan.NewHost(host.line(), each, site, pool, fabric, cpu, memory, models));
        }
        return hosts;
    }

    private static String numbered(String name, Matcher number, int value) {
        String digits = Integer.toString(value);
        int width = number.group(1).length();
        return name.substring(0, number.start())
                + "0".repeat(Math.max(0, width - digits.length()))
                + digits
                + name.substring(number.end());
    }

    private List<String> models(Section host) {
        List<String> models = new ArrayList<>();
        for (Section device : host.sections("devices")) {
            device.only("model", "count");
            String model = device.text("model", NAME, "a key of the catalogue or another plain name");
            int count = (int) device.whole("count", 1, MOST_DEVICES_OF_A_HOST, 1L);
            for (int i = 0; i < count && models.size() <= MOST_DEVICES_OF_A_HOST; i++) {
                models.add(model);
            }
        }
        if (models.size() > MOST_DEVICES_OF_A_HOST) {
            host.fault("devices", "more than " + MOST_DEVICES_OF_A_HOST + " devices in one host");
        }
        if (models.isEmpty()) {
            host.fault("devices", "a host needs at least one device");
        }
        return List.copyOf(models);
    }
}
