package cloud.tessera.ops.demo;

import cloud.tessera.billing.invoicing.Invoice;
import cloud.tessera.billing.invoicing.Invoices;
import cloud.tessera.inventory.fleet.Fleet;
import cloud.tessera.inventory.fleet.FleetFilter;
import cloud.tessera.inventory.fleet.Site;
import cloud.tessera.inventory.fleet.Stock;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.lifecycle.LifeCycle;
import cloud.tessera.inventory.offer.Offer;
import cloud.tessera.quota.term.Caller;
import cloud.tessera.quota.term.Page;
import cloud.tessera.quota.term.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the operator of the demo lives through: a host that fails, a link that is cut, readings that come twice, payments. */
final class Incidents {
    /** Only the great run takes cards of this model, so that it can have all of them. */
    private static final String GREAT_RUN_MODEL = "nvidia-b200-180gb";

    private final Fleet fleet;
    private final LifeCycle lifeCycle;
    private final Invoices invoices;
    private final Bookings bookings;
    private final Caller operator;

    Incidents(Fleet fleet, LifeCycle lifeCycle, Invoices invoices, Bookings bookings, Caller operator) {
        this.fleet = fleet;
        this.lifeCycle = lifeCycle;
        this.invoices = invoices;
        this.bookings = bookings;
        this.operator = operator;
    }

    /** Enters all of them, counted from the start of the history. */
    void enter(Agenda agenda, Instant start, Customer lab) {
        Stock greatest = fleet.stock(operator).stream()
                .filter(stock -> stock.model().equals(GREAT_RUN_MODEL))
                .max(Comparator.comparingInt(Stock::devices))
                .orElseThrow();
        Instant run = start.plus(Duration.ofDays(16)).plus(Duration.ofHours(12));
        agenda.at(run.minus(Duration.ofHours(2)), () -> bookGreatRun(agenda, lab, greatest, run));
        hostFails(agenda, greatest, run.plus(Duration.ofHours(20)));
        linkIsCut(agenda, start.plus(Duration.ofDays(36)).plus(Duration.ofMinutes(380)));
        agenda.at(start.plus(Duration.ofDays(44)), () -> lifeCycle.redeliver(operator));
        agenda.at(start.plus(Duration.ofDays(42)).plus(Duration.ofHours(9)), this::enterPayments);
    }

    /** Nearly every card of the model at the site: when a host fails, too little is left to heal the run with. */
    private void bookGreatRun(Agenda agenda, Customer lab, Stock stock, Instant start) {
        var window = new TimeWindow(start, start.plus(Duration.ofDays(2)));
        Shape shape = Shape.cards(stock.model(), stock.devices() * 7 / 8);
        Optional<Offer> offer = bookings.ask(lab.developer(), lab.projects().getFirst(), shape, stock.site(), window);
        offer.flatMap(found -> bookings.hold(lab.developer(), found, "foundation-run"))
                .ifPresent(held -> agenda.at(
                        held.createdAt().plus(Duration.ofMinutes(5)), () -> bookings.confirm(lab.developer(), held)));
    }

    private void hostFails(Agenda agenda, Stock stock, Instant at) {
        int host = fleet.devices(
                        operator,
                        new FleetFilter(stock.site(), stock.pool(), null, stock.model(), null),
                        Page.Request.first(1))
                .items()
                .getFirst()
                .device()
                .host();
        agenda.at(at, () -> lifeCycle.failHost(operator, host).orThrow());
        agenda.at(
                at.plus(Duration.ofHours(6)),
                () -> lifeCycle.repairHost(operator, host).orThrow());
    }

    /** For a day and some hours; what was used there meanwhile is counted afterwards. */
    private void linkIsCut(Agenda agenda, Instant at) {
        String site = fleet.sites(operator).stream()
                .filter(candidate -> candidate.kind() == Site.Kind.EDGE)
                .findFirst()
                .orElseThrow()
                .code();
        agenda.at(at, () -> fleet.cutLink(operator, site).orThrow());
        agenda.at(
                at.plus(Duration.ofMinutes(1645)),
                () -> fleet.restoreLink(operator, site).orThrow());
    }

    /** Enters the payment of every invoice that there is then: those of the first month. */
    private void enterPayments() {
        List<Invoice> issued =
                invoices.list(operator, Page.Request.first(Page.MOST)).items();
        issued.reversed().stream()
                .filter(invoice -> invoice.status() == Invoice.Status.ISSUED)
                .forEach(invoice -> invoices.markPaid(operator, invoice.id(), invoice.version())
                        .orThrow());
    }
}
