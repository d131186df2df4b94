package cloud.tessera.inventory.offer;

import cloud.tessera.inventory.geometry.AcceleratorModel;
import cloud.tessera.inventory.placement.CalendarView;
import cloud.tessera.inventory.placement.Card;
import cloud.tessera.inventory.placement.Floor;
import cloud.tessera.inventory.placement.Group;
import cloud.tessera.inventory.placement.Span;

/**
 * What is free of a model at a site throughout a span, in slots of healthy cards.
 *
 * @param slots that nobody holds
 * @param forInference those of them that training may not take, because pools keep a share for inference
 * @param total whether held or not
 */
record Free(long slots, long forInference, long total) {
    private static final Free NOTHING = new Free(0, 0, 0);

    static Free of(CalendarView view, AcceleratorModel model, String site, Span span) {
        return view.groups(model.key(), site).stream()
                .map(group -> of(view, model, group, span))
                .reduce(NOTHING, Free::plus);
    }

    /** Of what nobody holds, what training may not take; pools that keep nothing are not looked at. */
    static long forInference(CalendarView view, AcceleratorModel model, String site, Span span) {
        return view.groups(model.key(), site).stream()
                .filter(group -> group.inferenceFloor().signum() > 0)
                .mapToLong(group -> of(view, model, group, span).forInference)
                .sum();
    }

    private static Free of(CalendarView view, AcceleratorModel model, Group group, Span span) {
        int slots = model.geometry().slots();
        long free = 0;
        long total = 0;
        for (Group.Host host : group.hosts()) {
            for (int device : host.devices()) {
                Card card = view.card(device);
                if (card.healthy()) {
                    total += slots;
                    free += card.freeSlots(slots, span);
                }
            }
        }
        return new Free(free, Math.max(0, free - Floor.room(group, slots, span, view)), total);
    }

    private Free plus(Free other) {
        return new Free(slots + other.slots, forInference + other.forInference, total + other.total);
    }
}
