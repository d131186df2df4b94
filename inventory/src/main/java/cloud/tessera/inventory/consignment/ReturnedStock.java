package cloud.tessera.inventory.consignment;

import cloud.tessera.billing.pricing.Quote;
import cloud.tessera.inventory.calendar.Calendar;
import cloud.tessera.inventory.calendar.Search;
import cloud.tessera.inventory.geometry.Shape;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.inventory.placement.Span;
import cloud.tessera.quota.limit.Workload;
import cloud.tessera.quota.term.OrganizationId;
import cloud.tessera.quota.term.TimeWindow;
import cloud.tessera.quota.transaction.Tx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hours that customers have returned, and who bought them. They are sold after what the operator has free of the same
 * itself: of an SKU at a site in an hour, as much of a purchase comes from returns as, once it has its place, less is free
 * than is returned and not sold. The oldest return is sold first. It is decided in the transaction that charges for the
 * purchase, under a lock on the returned hours.
 */
@Singleton
public final class ReturnedStock {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Calendar calendar;

    /** A whole hour of a return. */
    record Hour(UUID of, OrganizationId organization, Instant at, int quantity, int sold) {
        int unsold() {
            return quantity - sold;
        }
    }

    /**
     * A purchase that has its place and was charged.
     *
     * @param buyer the reservation
     * @param shape what it holds
     * @param quote what was charged for; only its whole hours are sold
     * @param holder the opaque id of the buyer's organization
     */
    public record Sale(UUID buyer, Shape shape, Quote quote, UUID holder) {
        TimeWindow hours() {
            Instant start = quote.window().start();
            Instant hour = ReturnedHourStore.hour(start);
            return new TimeWindow(
                    hour.equals(start) ? start : hour.plus(HOUR), quote.window().end());
        }

        /** Of an hour, how many seconds were charged for. */
        int seconds(Instant hour) {
            Instant until = quote.billableUntil();
            Instant end = hour.plus(HOUR);
            return (int) Math.max(
                    0, Duration.between(hour, end.isBefore(until) ? end : until).toSeconds());
        }
    }

    public ReturnedStock(Calendar calendar) {
        this.calendar = calendar;
    }

    /** Takes in what is returned: so much of each hour. */
    public void put(
            Tx tx, UUID of, OrganizationId organization, String site, String sku, TimeWindow hours, int quantity) {
        tx.asPlatform(() -> ReturnedHourStore.insert(tx, of, organization, site, sku, hours(hours), quantity));
    }

    /** Gives a return back, unless some of it was sold or has passed; says which. Its tiles are taken before. */
    public boolean withdraw(Tx tx, UUID of) {
        return tx.asPlatform(() -> ReturnedHourStore.delete(tx, of));
    }

    /** Decides which part of a purchase comes from returns. Called last: the payer is locked, and the tiles are written. */
    public void sell(Tx tx, Sale sale) {
        tx.asPlatform(() -> {
            List<Hour> open = ReturnedHourStore.lockUnsold(
                    tx, sale.quote().site(), sale.quote().sku(), sale.hours());
            return open.isEmpty() ? 0 : sell(tx, sale, byHour(open));
        });
    }

    private int sell(Tx tx, Sale sale, Map<Instant, List<Hour>> returned) {
        Question one = unit(tx, sale);
        calendar.refresh(tx, one);
        Set<UUID> sold = new LinkedHashSet<>();
        returned.forEach((at, hours) -> {
            int unsold = hours.stream().mapToInt(Hour::unsold).sum();
            int free = calendar.search(tx).count(one.at(Span.of(at, at.plus(HOUR))), unsold);
            int left = Math.min((int) sale.quote().quantity(), unsold - free);
            for (Hour hour : hours) {
                int part = Math.min(left, hour.unsold());
                if (part > 0) {
                    ReturnedHourStore.sell(tx, hour, sale, part);
                    tell(tx, hour, sold);
                    left -= part;
                }
            }
        });
        return sold.size();
    }

    private static void tell(Tx tx, Hour hour, Set<UUID> told) {
        record Told(String event) {}
        if (told.add(hour.of())) {
            tx.outbox("return.sold", hour.organization(), hour.of(), new Told("sold"));
        }
    }

    /** One of the same: how often that is free is how much the operator could sell. */
    private Question unit(Tx tx, Sale sale) {
        return unit(calendar.search(tx), sale.shape(), sale.quote().site(), sale.hours(), sale.holder());
    }

    private static Question unit(Search search, Shape shape, String site, TimeWindow window, UUID holder) {
        boolean parts = shape.thousandths(); // whose share of the host is that of all of them together
        var one = new Shape(
                shape.model(), shape.profile(), 1, false, parts ? 0 : shape.cpuMilli(), parts ? 0 : shape.memoryMib());
        return search.question(one, Workload.TRAINING, site, window.start(), window.end(), holder);
    }

    /** How much of the same is free all through a time, counted up to a most: what would be sold before a return. */
    public int free(Tx tx, Shape shape, String site, TimeWindow window, UUID holder, int most) {
        Search search = calendar.search(tx);
        return search.count(unit(search, shape, site, window, holder), most);
    }

    /**
     * A reservation gives up hours that it has bought and that have not begun: what came of returns goes back to them,
     * unsold, the youngest return first.
     *
     * @param was when it had so much
     * @param kept when it keeps something of that; null for never
     * @param keeps how much it keeps then
     */
    public void giveUp(Tx tx, UUID buyer, TimeWindow was, int quantity, @Nullable TimeWindow kept, int keeps) {
        tx.asPlatform(() -> {
            List<ReturnedHourStore.Bought> bought = ReturnedHourStore.lockBought(tx, buyer, was);
            Map<Instant, Integer> left = new TreeMap<>();
            for (ReturnedHourStore.Bought each : bought.reversed()) {
                boolean keepsSome = kept != null && kept.contains(each.at());
                int most = left.computeIfAbsent(each.at(), _ -> keepsSome ? quantity - keeps : quantity);
                int part = Math.min(most, each.quantity());
                if (part > 0) {
                    ReturnedHourStore.undo(tx, each, part);
                    left.put(each.at(), most - part);
                }
            }
            return bought.size();
        });
    }

    /** How many unit-hours were sold of returns. */
    public Map<UUID, Long> sold(Tx tx, Collection<UUID> of) {
        return of.isEmpty() ? Map.of() : ReturnedHourStore.sold(tx, of);
    }

    private static Map<Instant, List<Hour>> byHour(List<Hour> hours) {
        Map<Instant, List<Hour>> byHour = new TreeMap<>();
        hours.forEach(hour ->
                byHour.computeIfAbsent(hour.at(), _ -> new ArrayList<>()).add(hour));
        return byHour;
    }

    private static List<Instant> hours(TimeWindow window) {
        List<Instant> hours = new ArrayList<>();
        for (Instant at = window.start(); at.isBefore(window.end()); at = at.plus(HOUR)) {
            hours.add(at);
        }
        return hours;
    }
}
