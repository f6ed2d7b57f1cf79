package redflag

import (
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

var (
	honestTerms = []string{"You buy 10 TH/s of hashrate for 365 days.", "Income is not guaranteed.",
		"Payouts follow what the pool pays, less a pool fee of 2%.", "Uptime of 98% is guaranteed.",
		"The maintenance fee is 0.045 USD per TH/s per day.", "We may change prices with 30 days notice."}
	fraudTerms = []string{"Guaranteed profit of 2% per day.",
		"A tax of 5% has to be paid to the authority before your withdrawal can proceed.",
		"Cloud mining with rewards free of risk."}
)

func trustOf(clauses ...string) int {
	r := Judge(grounds.Facts{Offer: offer.Offer{Terms: offer.Writing{Text: strings.Join(clauses, " ")}}})
	return slices.Index([]string{FraudSigns, Doubtful, Unproven, TrustUnknown, Verifiable}, r.Trust.Word)
}

// An honest document with a clause turned into nothing is no worse: what is missing is never held against it.
func TestLeavingOutNeverWorsens(t *testing.T) {
	doubt := 1
	for i := range honestTerms {
		if got := trustOf(slices.Delete(slices.Clone(honestTerms), i, i+1)...); got <= doubt {
			t.Errorf("without %q trust falls to row %d", honestTerms[i], got)
		}
	}
}

// Honest words beside fraudulent ones never clear them.
func TestHonestWordsNeverClear(t *testing.T) {
	for _, fraud := range fraudTerms {
		alone := trustOf(fraud)
		if both := trustOf(append(slices.Clone(honestTerms), fraud)...); alone > 1 || both > alone {
			t.Errorf("%q: row %d alone, %d beside honest words", fraud, alone, both)
		}
	}
}
