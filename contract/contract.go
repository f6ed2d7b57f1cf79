// Package contract holds an offer as written and says what it pays in a day.
//
// Offer is the document (schema assay/offer/v1); Parse reads it strictly and Format writes it in
// normal form; Compile turns it into Terms, and Terms.Day is the one function that says what a
// contract pays on a day: gross, each fee, net, payout and events. Whatever counts money that is owed
// runs that function; simulations run twins that are held to it.
//
// It refuses to guess: what a document leaves out stays unknown, and is never given a default that
// flatters. It knows no market; the facts of a day are passed in.
package contract
