/**
 * The engine's heart: tensors and parameters, the session that runs operators, tapes that
 * differentiate them, programs and plans that compile them, and what a backend must offer. Concrete
 * operators live in {@code op}; backends in {@code reference} and {@code cpu}.
 */
package org.tucana.core;
