/**
 * The report on an evaluation as a folder of HTML, PNG and JSON: average precision with intervals,
 * precision-recall, confusion, ROC, calibration, and the best and worst pictures.
 */
package org.tucana.detection.report;
