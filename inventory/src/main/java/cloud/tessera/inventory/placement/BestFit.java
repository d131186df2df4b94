package cloud.tessera.inventory.placement;

/** The card on which the least is left free. */
record BestFit() implements Ranking {
    @Override
    public OnHost on(Group.Host host, Question question, CalendarView view) {
        int slots = question.model().geometry().slots();
        return (card, _) -> card.freeSlots(slots, question.span());
    }
}
