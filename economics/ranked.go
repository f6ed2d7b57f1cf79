package economics

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/units"
)

// Ranked is an offer among others, with what the budget would leave of it.
type Ranked struct {
	Name      string
	Withheld  bool       // nothing that it would pay may be told
	Left      *play.Dist // of the budget, in dollars of the day judged; nil: not computed
	Beats     *float64   // probability that this is more than buying bitcoin leaves
	Economics string
	Trust     survival.Trust
	Risky     bool // contract risk is high
}

// Rank says of offers, the best first, in one sentence for each group which not to pay for, and what the best
// of the others leaves of the budget in dollars.
func Rank(offers []Ranked, budget float64, in units.Shown) string {
	var refused, computed []Ranked
	for _, o := range offers {
		switch {
		case o.Withheld:
			refused = append(refused, o)
		case o.Left != nil:
			computed = append(computed, o)
		}
	}
	var says []string
	if len(refused) == 1 {
		says = append(says, "Do not pay for "+named(refused)+": no miner can keep what it offers.")
	} else if len(refused) > 1 {
		says = append(says, "Do not pay for "+named(refused)+": no miner can keep what they offer.")
	}
	switch {
	case len(computed) > 0:
		says = append(says, best(computed, len(offers), len(refused), budget, in))
	case len(refused) == 0:
		says = append(says, "None of the offers can be ranked: what each lacks stands beside it.")
	}
	return strings.Join(says, " ")
}

// best says what the first of the computed offers leaves, beside buying bitcoin with the same money.
func best(computed []Ranked, all, refused int, budget float64, in units.Shown) string {
	t := teller{in: in}
	b := computed[0]
	left := "bitcoin worth " + t.money(b.Left.P50)
	if b.Left.P50 == 0 {
		left = "nothing"
	}
	if b.Left.P50 < budget {
		better, name := "Buying bitcoin is better", named(computed[:1])
		if n := len(computed); n > 1 {
			of := fmt.Sprintf("the %d offers", n)
			if n+refused < all {
				of = fmt.Sprintf("the %d that can be computed", n)
			} else if refused > 0 {
				of = fmt.Sprintf("the other %d", n)
			}
			better, name = better+" than each of "+of, "the best of them, "+name+","
		}
		return fmt.Sprintf("%s: of %s, %s would probably leave %s.", better, t.exact(budget), name, left)
	}
	name := named(computed[:1])
	says := fmt.Sprintf("of %s it would probably leave %s", t.exact(budget), left)
	if b.Beats != nil {
		says += ", and more than buying bitcoin leaves in " + units.ShowShare(*b.Beats) + " of the markets"
	}
	switch {
	case b.Trust == survival.Doubtful:
		return "Pay nothing for " + name + " before the doubts about it are answered: if they are, " + says +
			"."
	case b.Risky:
		return "Read the contract of " + name + " before you pay: " + says + "."
	case b.Economics == NotKnown:
		return "Whether " + name + " pays is not known, since a fact is missing: as far as it is stated, " +
			says + "."
	case b.Trust != survival.Verifiable:
		return "If the machines of " + name + " exist, which nothing shows, " + says + "."
	}
	return "If all is as " + name + " says, " + says + "."
}

// The longest name and the most of them that a sentence has room for.
const (
	longestNamed = 60
	mostNamed    = 3
)

// named are the names of offers as a part of a sentence.
func named(offers []Ranked) string {
	var names []string
	for i, o := range offers {
		if i == mostNamed-1 && len(offers) > mostNamed {
			names = append(names, fmt.Sprintf("%d more", len(offers)-i))
			break
		}
		name := o.Name
		if utf8.RuneCountInString(name) > longestNamed {
			name = string([]rune(name)[:longestNamed-1]) + "…"
		}
		names = append(names, "“"+name+"”")
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
