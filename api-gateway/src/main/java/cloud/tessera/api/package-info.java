/**
 * The door for programs: HTTP and JSON over the use cases, with one wire record per public resource. One package per
 * resource; what they share is in {@code problem}, {@code request} and {@code wire}.
 */
@NullMarked
package cloud.tessera.api;

import org.jspecify.annotations.NullMarked;
