/** What surrounds every page: the frame with its navigation, the texts, and the pages for what went wrong. */
@NullMarked
package cloud.tessera.portal.shell;

import org.jspecify.annotations.NullMarked;
