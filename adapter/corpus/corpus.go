// Package corpus reads collections of labelled offers that others made, and reports verdicts against labels.
//
// Read takes one record; Record.Document is the offer document that it comes to, each field by its meaning;
// WriteReport sets the words of trust beside the labels, and beside those what a reader scores who sees only
// which fields are blank, since a collection gives its labels away by what it leaves out.
//
// It refuses to guess: what is null or not understood is unknown. It judges nothing; the word is handed in.
//
// Nothing in it is promised to other modules.
package corpus
