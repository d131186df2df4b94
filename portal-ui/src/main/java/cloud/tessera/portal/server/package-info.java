/** How the portal is served: Jetty, Vaadin's servlet, the way through to the API, and the headers of every answer. */
@NullMarked
package cloud.tessera.portal.server;

import org.jspecify.annotations.NullMarked;
