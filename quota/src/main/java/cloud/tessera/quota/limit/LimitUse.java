package cloud.tessera.quota.limit;

import cloud.tessera.quota.term.ProjectId;

/**
 * A limit and how much of it is taken.
 *
 * @param project whose limit it is
 * @param resource what it is on
 * @param max the most that may be held at any instant
 * @param now what is held at this instant
 * @param peak the most that is held at any instant from now on, what is booked ahead included
 */
public record LimitUse(
        ProjectId project, ResourceClass resource, CardEquivalents max, CardEquivalents now, CardEquivalents peak) {
    /** What can still be claimed for a window that is open-ended. */
    public CardEquivalents left() {
        return max.less(peak);
    }
}
