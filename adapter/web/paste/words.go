package paste

import "strings"

// spoken is what statements without a key of the document are called.
var spoken = map[string]string{
	"denial": "says that nothing is guaranteed", "discount": "a discount: ",
	"daily_revenue": "what it says a day brings: ", "pressure": "presses you to hurry",
	"payback":           "says in how long the price is earned back: ",
	"service_guarantee": "guarantees a service, not an income",
}

// graveWords is what a grave statement is, in a few words.
func graveWords(what string) string {
	return map[string]string{
		"promised_return": "promises a return", "constant_income": "promises an income that does not move",
		"guarantee": "guarantees an income or that nothing is lost", "protected": "calls the money protected",
		"principal_back": "promises the price back", "multiple": "promises a multiple of the price",
		"pay_first": "asks for money before it releases money", "referral": "pays for recruits",
		"virtual_hashrate": "sells hashrate that is not there", "proof_refused": "refuses to show any proof",
	}[what]
}

// valueOf is the value of a statement as a person writes it.
func valueOf(v string) string { return strings.NewReplacer("/mo", " a month").Replace(v) }

// stopWords is a right to stop, in a few words.
func stopWords(v string) string {
	if days, then, ok := strings.Cut(v, " d "); ok {
		for verb, says := range map[string]string{"terminate": "ends", "pause": "rests"} {
			if then == verb && days == "0" {
				return says + " when fees exceed what is mined"
			} else if then == verb {
				return says + " after " + days + " days on which fees exceed what is mined"
			}
		}
	}
	says := map[string]string{"unpaid": "may be ended where bills are unpaid",
		"site": "may be ended when the site closes", "will": "may be ended as the provider likes"}
	if says[v] == "" {
		return v
	}
	return says[v]
}
