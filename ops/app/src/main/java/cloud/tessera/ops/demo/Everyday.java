package cloud.tessera.ops.demo;

import cloud.tessera.quota.term.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The customers' days: their wishes, and what they pay ahead at the start and on the first of each month. */
final class Everyday {
    private static final Duration LAST_PAYMENT = Duration.ofHours(6);

    private final Wishes wishes;
    private final List<Customer> people;
    private final Customers customers;
    private final Bookings bookings;
    private final Caller operator;

    Everyday(long seed, List<Customer> people, Customers customers, Bookings bookings, Caller operator) {
        this.wishes = new Wishes(seed);
        this.people = people;
        this.customers = customers;
        this.bookings = bookings;
        this.operator = operator;
    }

    /** Enters every day from the start to the end, each to be planned when it begins, and the last payment. */
    void enter(Agenda agenda, Instant start, Instant until) {
        agenda.at(
                until.minus(LAST_PAYMENT),
                () -> people.forEach(customer -> customers.payForTheVisitor(operator, customer)));
        for (Instant day = start; day.isBefore(until); day = day.plus(Duration.ofDays(1))) {
            Instant midnight = day;
            agenda.at(
                    midnight,
                    () -> begin(agenda, LocalDate.ofInstant(midnight, ZoneOffset.UTC), midnight.equals(start)));
        }
    }

    private void begin(Agenda agenda, LocalDate day, boolean first) {
        if (first || day.getDayOfMonth() == 1) {
            people.forEach(customer -> customers.payForTheMonth(operator, customer));
        }
        for (Wish wish : wishes.on(day)) {
            agenda.at(wish.at(), () -> bookings.grant(customer(wish.tenant()), wish, agenda));
        }
    }

    private Customer customer(Tenant tenant) {
        return people.stream()
                .filter(customer -> customer.tenant() == tenant)
                .findFirst()
                .orElseThrow();
    }
}
