/** The door for people: pages on Vaadin, served by Jetty beside the API. */
@NullMarked
package cloud.tessera.portal;

import org.jspecify.annotations.NullMarked;
