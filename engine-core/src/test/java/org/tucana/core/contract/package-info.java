/** One contract for all backends: every kernel of every family against the reference backend. */
package org.tucana.core.contract;
