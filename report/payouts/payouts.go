// Package payouts decides what a person is told of payouts: whether they are what was owed (Audit), where
// they came from (Trace), and both beside each other.
//
// Audit and Trace turn a result into a report.Document; TraceSentence is the three sentences of a trace,
// TraceFlow the picture of its paths. Like report, which it belongs to, it judges nothing and adds no figure.
//
// Nothing in it is promised to other modules.
package payouts

import (
	"strconv"

	"github.com/assaymining/assay/units"
)

// number is a whole number, its digits in groups.
func number(n int) string { return units.Group(strconv.Itoa(n)) }
