package cloud.tessera.inventory.calendar;

import cloud.tessera.inventory.placement.Placement;
import cloud.tessera.inventory.placement.Question;
import cloud.tessera.quota.transaction.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes room where something may be told to give way. Offers and bookings ask for it once nothing is free; the room of
 * those who give way, which knows them, answers.
 */
public interface GivingWay {
    /** Room that was made, and from when on it is there. */
    record Made(Placement placement, Instant from) {}

    /** Where room could be made, at the first of some sites that have such a place, as far as is known without a lock. */
    Optional<Made> find(Tx tx, Question question, List<String> sites);

    /**
     * The best start up to so many whole hours after that of the question, where it is free or what has not started can lie
     * elsewhere; at the first of some sites that has one, as far as is known without a lock.
     */
    Optional<Made> findWithin(Tx tx, Question question, List<String> sites, int hours);

    /**
     * Books the claim where others have to give way, from the start of the question's span on, or as soon as their notice
     * or move is over where it has no end. Empty where that makes no room; then nothing has changed. To be called like {@link
     * Calendar#book}, last in the order of locks.
     */
    Optional<Made> makeRoom(Tx tx, Proposals proposals, UUID claim, Question question);
}
