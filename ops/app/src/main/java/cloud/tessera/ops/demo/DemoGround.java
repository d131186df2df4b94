package cloud.tessera.ops.demo;

import cloud.tessera.billing.pricing.PriceBook;
import cloud.tessera.inventory.demo.DemoFiles;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.quota.tenant.People;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.IdSource;
import cloud.tessera.quota.term.PersonId;
import cloud.tessera.quota.term.PlatformRole;
import cloud.tessera.quota.term.SessionId;
import jakarta.inject.Singleton;
import java.time.Instant;

/** What has to be there before the first customer comes: an operator, who brings fleet and prices. */
@Singleton
final class DemoGround {
    private static final Caller JOB = Caller.Job.named("demo");

    private final People people;
    private final Fleet fleet;
    private final PriceBook prices;
    private final IdSource ids;

    DemoGround(People people, Fleet fleet, PriceBook prices, IdSource ids) {
        this.people = people;
        this.fleet = fleet;
        this.prices = prices;
        this.ids = ids;
    }

    /** Lays it, with prices from an instant on, and tells who the operator is. */
    Caller lay(Instant from) {
        DemoPeople.SignIn who = DemoPeople.OPERATOR;
        PersonId person = people.createOperator(
                        JOB, who.email(), who.name(), DemoPeople.PASSWORD, PlatformRole.OPERATOR)
                .orThrow()
                .id();
        var operator = new Caller.Operator(
                person, PlatformRole.OPERATOR, new SessionId(ids.next()), Caller.Request.of("demo-operator"));
        fleet.importYaml(operator, DemoFiles.fleetName(), DemoFiles.fleet()).orThrow();
        prices.load(operator, DemoFiles.prices(from)).orThrow();
        return operator;
    }
}
