/**
 * The web console as browsers load it: the files that the build made of {@code console/}, read once into memory and served beside the API,
 * with the headers that keep anything else out of the page. Owns no table and knows nothing of what the console shows: that is the admin
 * API's. Built without Node.js, the server has none, and says so.
 */
@NullMarked
package io.quartermaster.console;

import org.jspecify.annotations.NullMarked;
