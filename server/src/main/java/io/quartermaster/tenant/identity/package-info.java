/**
 * People, whatever tenant they are in: users, their passwords and identities, sign-in, lock-out and sessions of the console; owns
 * {@code users}, {@code identities}, {@code sign_in_failures}, {@code console_sessions}. Knows of no tenant. Passwords are kept as
 * Argon2id hashes, tokens as SHA-256.
 */
@NullMarked
package io.quartermaster.tenant.identity;

import org.jspecify.annotations.NullMarked;
