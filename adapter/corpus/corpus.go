// Package corpus screens files of offers, one a line, and reads collections of labelled offers that others
// made, to report verdicts against labels.
//
// Screening judges lines side by side as they come. Read takes one record; Record.Document is the offer
// document that it comes to, each field by its meaning; WriteReport sets the words of trust beside the
// labels, and beside those what a reader scores who sees only which fields are blank: a collection gives its
// labels away by what it leaves out.
//
// It refuses to guess: what is null or not understood is unknown.
//
// Nothing in it is promised to other modules.
package corpus
