/** What the plans of several backends share: fusion, folded weights, memory laid out by lives. */
package org.tucana.core.plan;
