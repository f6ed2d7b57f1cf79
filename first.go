package assay

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/redflag"
)

// What stands first in a verdict: one sentence led by the worst axis, the questions whose answers would
// change most, and what is not known.

// first is the economic sentence, led by trust or contract risk where one of them is worse.
func first(worth economics.Section, trust redflag.Report) string {
	return lead(worth.Sentence, worth.Word, trust.Trust.Word, trust.Trust.Reason, trust.ContractRisk.Word,
		trust.ContractRisk.Reason, worth.Figures)
}

// lead puts the reason of a worse axis before the economic sentence. An owner has paid and signed already:
// what is left to warn of is more money.
func lead(sentence, economic, trust, trustBecause, risk, riskBecause string, f economics.Figures) string {
	switch {
	case f.Withheld != nil:
		return sentence
	case f.Owned != nil && trust == redflag.Doubtful:
		return "Put no more money in before this is answered: " + trustBecause + ". " + sentence
	case f.Owned != nil || economic == economics.Losing:
		return sentence
	case trust == redflag.Doubtful:
		return "Do not pay before this is answered: " + trustBecause + "; " + lower(sentence)
	case economic == economics.Overpriced:
		return sentence
	case risk == redflag.RiskHigh:
		return "Read the contract first: " + riskBecause + "; " + lower(sentence)
	case trust == redflag.Unproven && economic != economics.NotKnown:
		return "Ask for proof before you pay, since nothing shows that anyone mines; " + lower(sentence)
	}
	return sentence
}

// lower begins a sentence within another. Each begins with an English word.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// mostFirst is how many questions a buyer will put on the telephone.
const mostFirst = 3

// firstQuestions are those about money that is not known, then the strongest about trust and contract.
func firstQuestions(worth economics.Section, trust redflag.Report) []string {
	out := []string{}
	if worth.Figures.Withheld == nil {
		for _, u := range worth.Unstated {
			if q := economics.Question(u); q != "" && len(out) < mostFirst-1 {
				out = append(out, q)
			}
		}
	}
	for _, q := range trust.Questions {
		if len(out) < mostFirst {
			out = append(out, q)
		}
	}
	return out
}

// staleDays is how old the market may be before the first screen says so: a retarget takes two weeks.
const staleDays = 14

// notKnown is what the verdict rests on and the offer does not state.
func notKnown(worth economics.Section, trust redflag.Report) []string {
	out := append([]string{}, worth.Unstated...)
	if trust.ContractRisk.Word == redflag.RiskUnknown {
		_, what, _ := strings.Cut(trust.ContractRisk.Reason, "not say ")
		out = append(out, what)
	}
	switch trust.Trust.Word {
	case redflag.Unproven:
		out = append(out, "whether your hashrate exists")
	case redflag.TrustUnknown:
		out = append(out, "whether anyone mines at all")
	}
	return out
}
