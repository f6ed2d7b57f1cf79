package offer

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/units"
)

// Summary is an offer in one line: who, what, how much, how long and for what price, as far as stated.
func (o Offer) Summary() string {
	name := strings.TrimSpace(o.Provider.Name + " " + o.Product)
	var terms []string
	if o.Hashrate > 0 {
		terms = append(terms, o.Hashrate.String())
	}
	switch {
	case o.Term.Days == 1:
		terms = append(terms, "for 1 day")
	case o.Term.Days > 0:
		terms = append(terms, "for "+units.Group(fmt.Sprint(int(o.Term.Days)))+" days")
	case o.Term.Open:
		terms = append(terms, "without end")
	}
	switch p := o.Price; {
	case p.Upfront != nil && p.Upfront.Currency == units.USD:
		terms = append(terms, "at "+units.ShowUSD(p.Upfront.Float()))
	case p.Upfront != nil:
		terms = append(terms, "at "+p.Upfront.String())
	case p.PerHashrate != nil:
		terms = append(terms, "at "+p.PerHashrate.String())
	case p.Bid != nil:
		terms = append(terms, "at "+p.Bid.String())
	}
	switch {
	case len(terms) == 0 && name == "":
		return "An offer that states no terms"
	case len(terms) == 0:
		return name
	case name == "" && o.Hashrate == 0:
		return "An offer " + strings.Join(terms, " ")
	case name == "":
		return strings.Join(terms, " ")
	}
	return name + ": " + strings.Join(terms, " ")
}
