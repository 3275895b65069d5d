/** Tests of what the doctor looks at. */
@NullMarked
package io.quartermaster.doctor;

import org.jspecify.annotations.NullMarked;
