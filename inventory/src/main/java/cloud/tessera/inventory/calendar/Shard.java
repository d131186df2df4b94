package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.geometry.HostShare;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Demand;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.HostRoom;
import cloud.tessera.inventory.placement.PlacementPolicy;
import cloud.tessera.inventory.placement.Question;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks among a few hosts of each pool first, and among all where those have no place. Bookings that are made at once keep
 * out of each other's way so, and each looks at fewer cards. A gang is sought among all.
 *
 * @param number which hosts; any number will do
 */
record Shard(PlacementPolicy policy, int number) implements PlacementPolicy {
    /** A pool of fewer than two times as many is not divided. */
    private static final int HOSTS = 8;

    @Override
    public String name() {
        return policy.name();
    }

    @Override
    public Optional<Choice> choose(Question question, CalendarView view) {
        return question.shape().pieces() > 1 || question.replicas() > 1
                ? policy.choose(question, view)
                : policy.choose(question, new Part(view, number)).or(() -> policy.choose(question, view));
    }

    @Override
    public OptionalInt host(List<Question> questions, HostShare share, CalendarView view) {
        return policy.host(questions, share, view);
    }

    @Override
    public int count(Question question, CalendarView view, int most) {
        return policy.count(question, view, most);
    }

    private record Part(CalendarView all, int number) implements CalendarView {
        @Override
        public List<Group> groups(String model, String site) {
            return all.groups(model, site).stream().map(this::part).toList();
        }

        private Group part(Group group) {
            int hosts = group.hosts().size();
            int shards = Math.max(1, hosts / HOSTS);
            int shard = Math.floorMod(number, shards);
            return new Group(
                    group.pool(),
                    group.site(),
                    group.privateCards(),
                    group.sharedKernel(),
                    group.inferenceFloor(),
                    group.hosts().subList(hosts * shard / shards, hosts * (shard + 1) / shards));
        }

        @Override
        public Card card(int device) {
            return all.card(device);
        }

        @Override
        public HostRoom room(int host) {
            return all.room(host);
        }

        @Override
        public Demand demand() {
            return all.demand();
        }
    }
}
