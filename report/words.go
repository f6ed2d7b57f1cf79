package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// notKnown stands where a figure rests on something that the offer does not state.
const notKnown = "not known"

// Tone is how something is for the buyer; a medium gives it a colour and a shape, beside the word.
type Tone string

// The tones, best first. Plain has none.
const (
	Good     Tone = "good"
	Even     Tone = "fair"
	Middling Tone = "middling"
	Bad      Tone = "bad"
	Unclear  Tone = "unknown"
	Plain    Tone = ""
)

// Spaced is a key as words: fraud_signs is "fraud signs".
func Spaced(key string) string { return strings.ReplaceAll(key, "_", " ") }

// Capital begins a text with a capital.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return Capital(strings.TrimSuffix(s, ".")) + "."
}

// Count is how many there are, with the word for one or for several: "1 day", "1,095 days".
func Count(n int, one string) string { return units.ShowCount(n, one) }

func number(n int) string { return units.Group(strconv.Itoa(n)) }

// ratio is a quotient such as BTC efficiency, or a dash where there is none.
func ratio(v *float64) string {
	if v == nil {
		return "-"
	}
	return units.ShowRatio(*v)
}

// heaviest orders severities, the gravest first.
func heaviest(a, b redflag.Severity) int { return cmp.Compare(weight(a), weight(b)) }

// weight is a severity's place, the gravest first; what is unknown comes last.
func weight(s redflag.Severity) int {
	order := []redflag.Severity{redflag.Critical, redflag.High, redflag.Medium, redflag.Low, redflag.Info,
		redflag.Good}
	if i := slices.Index(order, s); i >= 0 {
		return i
	}
	return len(order)
}

func severityTone(s redflag.Severity) Tone {
	switch s {
	case redflag.Critical, redflag.High:
		return Bad
	case redflag.Medium, redflag.Low:
		return Middling
	case redflag.Good:
		return Good
	}
	return Unclear
}

// axisTone sorts the words of all axes.
func axisTone(word string) Tone {
	switch word {
	case economics.Favourable, redflag.RiskLow, redflag.Verifiable:
		return Good
	case economics.Fair:
		return Even
	case economics.Overpriced, redflag.RiskMedium, redflag.Doubtful, redflag.Unproven:
		return Middling
	case economics.Losing, redflag.RiskHigh, redflag.FraudSigns:
		return Bad
	}
	return Unclear
}

// axis is one verdict with the reason for it.
func axis(name, word, says string) Axis {
	return Axis{Name: name, Word: Spaced(cmp.Or(word, "not judged")), Tone: axisTone(word), Says: says}
}

// scenario names a scenario in at most 30 columns.
func scenario(key string) string {
	switch key {
	case "constant":
		return "if mining never gets harder"
	case "difficulty_plus_20":
		return "difficulty 20 % higher"
	case "plus_3_percent_monthly":
		return "difficulty +3 % a month"
	case "trailing_12_months":
		return "difficulty as in the past year"
	case "halving_included":
		return "subsidy halves on schedule"
	case "seller_claim":
		return "if the seller's claim is true"
	}
	return Spaced(key)
}

// alternative names another use of the money, in at most 30 columns.
func alternative(key string) string {
	switch key {
	case "buy_bitcoin":
		return "bitcoin bought at once"
	case "dca_bitcoin":
		return "bitcoin bought in equal parts"
	case "own_asic":
		return "a machine of your own"
	case "hosted_asic":
		return "a hosted machine"
	case "market_hashrate":
		return "hashrate rented on a market"
	case "token":
		return "tokenised hashrate"
	}
	return Spaced(key)
}

// gain is the tone of what gives back a share of what buying bitcoin gives.
func gain(efficiency float64) Tone {
	if efficiency < 1 {
		return Bad
	}
	return Good
}

func percent2(share float64) string { return units.Format(share*100, 3) + " %" }

func whole(v float64) string { return units.Group(fmt.Sprintf("%.0f", v)) }
