package cloud.tessera.inventory.placement;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.geometry.Catalogue;
import cloud.tessera.inventory.geometry.Geometry;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.quota.limit.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices that must be neighbours. On a plane, device n is the n-th of its pod, counted from 1. */
class SlicesTest {
    private static final Catalogue CATALOGUE = Catalogue.shipped();
    private static final Span DAY = new Span(0, 86_400_000_000L);

    private static Geometry.Topological geometry(String model) {
        return (Geometry.Topological) CATALOGUE.orFungible(model).geometry();
    }

    /** One pod of so many hosts. */
    private static Plane pod(String model, int hosts) {
        AcceleratorModel known = CATALOGUE.orFungible(model);
        var machine = new Plane.Machine(known, geometry(model).perHost(), 1_000_000, 10_000_000, "pod");
        return new Plane(IntStream.range(0, hosts).mapToObj(_ -> machine).toList(), Demand.UNKNOWN);
    }

    private static Question question(String model, int devices) {
        Shape shape = Shape.cards(model, devices);
        return new Question(
                CATALOGUE.orFungible(model),
                shape,
                CATALOGUE.hostShare(shape),
                Workload.TRAINING,
                Plane.SITE,
                DAY,
                new UUID(0, 1),
                Set.of());
    }

    private static List<Integer> devices(Placement placement) {
        return placement.pieces().stream().map(Placement.Piece::device).toList();
    }

    private static List<Integer> place(Plane plane, String model, int count) {
        Question question = question(model, count);
        Placement placement =
                Policies.DEFAULT.place(question, plane).orElseThrow(() -> new AssertionError("No place for " + count));
        plane.hold(UUID.randomUUID(), placement, question);
        return devices(placement);
    }

    /**
     * Fills a pod with slices of any size that come and go and compares each answer with what lies together by coordinates:
     * the devices of a pod are counted along a curve through the torus, so that a slice must be a box of its vendor's form.
     */
    @ParameterizedTest
    @ValueSource(strings = {"google-tpu-v5e", "google-tpu-v6e", "google-tpu-v4", "google-tpu-v5p"})
    void slices_of_a_torus_are_boxes_of_the_vendors_forms_and_are_found_wherever_there_are_any(String model) {
        Geometry.Topological geometry = geometry(model);
        int axes = geometry.forms().getFirst().split("x").length;
        int total = 64;
        Plane plane = pod(model, total / geometry.perHost());
        SplittableRandom random = new SplittableRandom(11);
        List<Integer> counts =
                geometry.counts().stream().filter(count -> count <= total).toList();
        Map<UUID, List<Integer>> held = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            int count = counts.get(random.nextInt(counts.size()));
            Question question = question(model, count);
            var found = (i % 2 == 0 ? Policies.DEFAULT : new FirstFit()).place(question, plane);
            Set<Integer> taken = held.values().stream().flatMap(List::stream).collect(Collectors.toSet());
            assertThat(found.isPresent()).as("a place for " + count).isEqualTo(anyFree(taken, count, total));
            found.ifPresent(placement -> {
                List<Integer> slice = devices(placement);
                assertThat(slice).hasSize(count);
                assertThat(Collections.disjoint(slice, taken)).isTrue();
                assertThat(box(slice, axes))
                        .as(model + " " + slice)
                        .isEqualTo(geometry.forms().get(geometry.counts().indexOf(count)));
                UUID claim = new UUID(1, held.size() + random.nextLong(1, Long.MAX_VALUE));
                plane.hold(claim, placement, question);
                held.put(claim, slice);
            });
            if (found.isEmpty() || random.nextInt(3) == 0) {
                held.keySet().stream().sorted().findFirst().ifPresent(claim -> {
                    held.remove(claim);
                    plane.free(claim);
                });
            }
        }
    }

    private static boolean anyFree(Set<Integer> taken, int count, int total) {
        return IntStream.iterate(1, from -> from + count <= total + 1, from -> from + count)
                .anyMatch(from -> IntStream.range(from, from + count).noneMatch(taken::contains));
    }

    /** The sides of the box around devices, ascending, such as {@code 2x4}; what is no full box is said so. */
    private static String box(List<Integer> devices, int axes) {
        List<Set<Integer>> seen = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int of = axis;
            seen.add(devices.stream()
                    .map(device -> coordinate(device - 1, of, axes))
                    .collect(Collectors.toSet()));
        }
        int volume = 1;
        for (Set<Integer> side : seen) {
            int length = side.stream().max(Integer::compare).orElseThrow()
                    - side.stream().min(Integer::compare).orElseThrow()
                    + 1;
            volume *= length;
        }
        List<Integer> sides = seen.stream().map(Set::size).sorted().collect(Collectors.toCollection(ArrayList::new));
        if (axes == 3 && sides.getFirst() == 1) {
            sides.add(sides.removeFirst()); // the vendor writes 2x2x1
        }
        return volume == devices.size()
                ? sides.stream().map(String::valueOf).collect(Collectors.joining("x"))
                : "no box: " + devices;
    }

    /** Every {@code axes}-th bit of a position, which is how the curve winds. */
    private static int coordinate(int position, int axis, int axes) {
        int coordinate = 0;
        for (int bit = 0; axis + bit * axes < 31; bit++) {
            coordinate |= (position >> (axis + bit * axes) & 1) << bit;
        }
        return coordinate;
    }

    @Test
    void a_slice_lies_where_it_leaves_the_largest_ones_whole() {
        Plane plane = pod("google-tpu-v5e", 4);
        assertThat(place(plane, "google-tpu-v5e", 1)).containsExactly(1);
        assertThat(place(plane, "google-tpu-v5e", 4)).containsExactly(5, 6, 7, 8);
        assertThat(place(plane, "google-tpu-v5e", 1)).containsExactly(2);
        assertThat(place(plane, "google-tpu-v5e", 8)).containsExactlyElementsOf(range(9, 16));
        assertThat(place(plane, "google-tpu-v5e", 16)).containsExactlyElementsOf(range(17, 32));
        assertThat(Policies.DEFAULT.place(question("google-tpu-v5e", 4), plane)).isEmpty();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void cubes_are_switched_and_any_free_ones_are_joined() {
        Plane plane = pod("google-tpu-v4", 64); // four cubes
        Question one = question("google-tpu-v4", 64);
        List<UUID> claims = new ArrayList<>();
        for (int cube = 0; cube < 4; cube++) {
            UUID claim = new UUID(2, cube);
            plane.hold(claim, Policies.DEFAULT.place(one, plane).orElseThrow(), one);
            claims.add(claim);
        }
        plane.free(claims.get(1));
        plane.free(claims.get(3));
        assertThat(Policies.DEFAULT.count(question("google-tpu-v4", 128), plane, 10))
                .isEqualTo(1);
        List<Integer> joined = place(plane, "google-tpu-v4", 128);
        assertThat(joined).hasSize(128).contains(65, 128, 193, 256).doesNotContain(1, 129);
        assertThat(Policies.DEFAULT.place(question("google-tpu-v4", 4), plane)).isEmpty();
    }

    @Test
    void a_ring_takes_devices_that_follow_one_another_in_the_shortest_free_row() {
        Plane plane = pod("aws-inferentia2", 2);
        assertThat(place(plane, "aws-inferentia2", 5)).containsExactlyElementsOf(range(1, 5));
        assertThat(place(plane, "aws-inferentia2", 9)).containsExactlyElementsOf(range(13, 21));
        assertThat(place(plane, "aws-inferentia2", 3)).containsExactlyElementsOf(range(22, 24));
        assertThat(place(plane, "aws-inferentia2", 4)).containsExactlyElementsOf(range(6, 9));
        assertThat(Policies.DEFAULT.place(question("aws-inferentia2", 4), plane))
                .isEmpty();
        assertThat(place(plane, "aws-inferentia2", 3)).containsExactlyElementsOf(range(10, 12));
    }

    @Test
    void more_than_a_host_has_takes_hosts_that_follow_one_another() {
        Plane plane = pod("aws-inferentia2", 3);
        place(plane, "aws-inferentia2", 1);
        assertThat(place(plane, "aws-inferentia2", 18)).containsExactlyElementsOf(range(13, 30));
        assertThat(Slices.largest(geometry("aws-inferentia2"), plane.groups("aws-inferentia2", Plane.SITE)))
                .isEqualTo(36);
        assertThat(Slices.largest(
                        geometry("google-tpu-v5e"), pod("google-tpu-v5e", 3).groups("google-tpu-v5e", Plane.SITE)))
                .isEqualTo(16);
    }

    @Test
    void where_every_device_reaches_every_other_any_will_do() {
        Plane plane = pod("intel-gaudi3-128gb", 1);
        Question one = question("intel-gaudi3-128gb", 1);
        Set<UUID> claims = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            UUID claim = new UUID(3, i);
            plane.hold(claim, Policies.DEFAULT.place(one, plane).orElseThrow(), one);
            claims.add(claim);
        }
        plane.free(new UUID(3, 0));
        plane.free(new UUID(3, 4));
        assertThat(place(plane, "intel-gaudi3-128gb", 2)).hasSize(2);
    }

    @Test
    void as_many_slices_are_counted_as_fit_at_once() {
        Plane plane = pod("google-tpu-v5e", 4);
        assertThat(Policies.DEFAULT.count(question("google-tpu-v5e", 8), plane, 100))
                .isEqualTo(4);
        place(plane, "google-tpu-v5e", 1);
        assertThat(Policies.DEFAULT.count(question("google-tpu-v5e", 8), plane, 100))
                .isEqualTo(3);
        assertThat(Policies.DEFAULT.count(question("google-tpu-v5e", 4), plane, 100))
                .isEqualTo(7);
        assertThat(Policies.DEFAULT.count(question("google-tpu-v5e", 4), plane, 5))
                .isEqualTo(5);
    }
}
