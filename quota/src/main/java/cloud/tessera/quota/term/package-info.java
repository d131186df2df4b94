/** The words that every module speaks: typed ids, pages, refusals, windows of time, and who asks with which role. */
@NullMarked
package cloud.tessera.quota.term;

import org.jspecify.annotations.NullMarked;
