/** How much a project may hold at any instant, now and in the future, and the claims that hold it. */
@NullMarked
package cloud.tessera.quota.limit;

import org.jspecify.annotations.NullMarked;
