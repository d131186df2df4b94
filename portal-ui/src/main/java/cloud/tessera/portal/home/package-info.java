/** What runs now, what comes next, what this month costs, and the next step. */
@NullMarked
package cloud.tessera.portal.home;

import org.jspecify.annotations.NullMarked;
