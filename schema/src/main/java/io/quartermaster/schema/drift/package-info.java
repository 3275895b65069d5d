/** Where code, migrations and a live database differ, what it means and the SQL that mends it. */
@NullMarked
package io.quartermaster.schema.drift;

import org.jspecify.annotations.NullMarked;
