package cloud.tessera.portal;

import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.lifecycle.HostFailure;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.lifecycle.Metered;
import cloud.tessera.portal.operator.DemoControls;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Outcome;
import io.micronaut.context.BeanContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The demo's controls on the test's own clock. */
final class TestDemo implements DemoControls {
    private final BeanContext beans;
    private @Nullable Story story;

    TestDemo(BeanContext beans) {
        this.beans = beans;
    }

    /** The story whose time it moves. */
    void goOn(Story told) {
        story = told;
    }

    @Override
    public Instant advance(Caller operator, Step step) {
        Duration length = switch (step) {
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
            case MONTH_END -> Duration.ofDays(31);
        };
        Story told = Objects.requireNonNull(story);
        told.liveFor(length);
        return told.now();
    }

    @Override
    public Outcome<HostFailure> failHost(Caller operator, int host) {
        return beans.getBean(LifeCycle.class).failHost(operator, host);
    }

    @Override
    public Outcome<Integer> repairHost(Caller operator, int host) {
        return beans.getBean(LifeCycle.class).repairHost(operator, host);
    }

    @Override
    public Outcome<Site> cutLink(Caller operator, String site) {
        return beans.getBean(Fleet.class).cutLink(operator, site);
    }

    @Override
    public Outcome<Site> restoreLink(Caller operator, String site) {
        return beans.getBean(Fleet.class).restoreLink(operator, site);
    }

    @Override
    public Metered deliverTwice(Caller operator) {
        return beans.getBean(LifeCycle.class).redeliver(operator);
    }
}
