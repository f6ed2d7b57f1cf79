package market

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// Close is what one venue says a bitcoin cost at the end of a UTC day, or at a moment of it.
type Close struct {
	Venue    string
	Currency units.Currency
	Date     units.Date
	Price    float64 // units of Currency for one bitcoin
	From     cite.Source
}

// Agreed is a price that at least three venues stand for.
type Agreed struct {
	Currency units.Currency
	Date     units.Date
	Price    float64  // median of the venues used
	Spread   float64  // highest minus lowest of the venues used, over the median
	Used     []string // venues, sorted by name
	LeftOut  []string // venues left out and why, sorted by name
}

// Limits of agreement: with three venues one that is wrong cannot move the median past the others,
// and on liquid days venues differ by a few tenths of a per cent. Chosen by judgement.
const (
	AgreeVenues = 3
	AgreeSpread = 0.02
)

// Agree is the median of the venues' prices of one currency and day. While they spread over 2 % the
// one farthest from the median is left out; it is an error if fewer than three remain. A venue
// counts once: the first of its closes.
func Agree(closes []Close) (Agreed, error) {
	var kept []Close
	var out []string
	for _, c := range closes {
		switch {
		case slices.ContainsFunc(kept, func(k Close) bool { return k.Venue == c.Venue }):
		case !(c.Price > 0) || math.IsInf(c.Price, 0):
			out = append(out, fmt.Sprintf("%s (no price)", c.Venue))
		default:
			kept = append(kept, c)
		}
	}
	slices.SortStableFunc(kept, func(a, b Close) int { return strings.Compare(a.Venue, b.Venue) })
	for len(kept) >= AgreeVenues {
		mid := median(kept)
		if spread := spreadOf(kept, mid); spread <= AgreeSpread {
			slices.Sort(out)
			return Agreed{kept[0].Currency, kept[0].Date, mid, spread, venues(kept), out}, nil
		}
		far := 0
		for i, c := range kept {
			if away(c.Price, mid) > away(kept[far].Price, mid) {
				far = i
			}
		}
		out = append(
			out,
			fmt.Sprintf(
				"%s (%s, median %s)",
				kept[far].Venue,
				units.Format(kept[far].Price, 7),
				units.Format(mid, 7),
			),
		)
		kept = slices.Delete(kept, far, far+1)
	}
	slices.Sort(out)
	why := ""
	if len(out) > 0 {
		why = "; left out: " + strings.Join(out, ", ")
	}
	return Agreed{
			LeftOut: out,
		}, fmt.Errorf(
			"%d of the needed %d venues agree within 2 %%%s",
			len(kept),
			AgreeVenues,
			why,
		)
}

// away is the distance of two prices as the absolute logarithm of their ratio.
func away(a, b float64) float64 { return math.Abs(math.Log(a / b)) }

func median(cs []Close) float64 {
	prices := make([]float64, len(cs))
	for i, c := range cs {
		prices[i] = c.Price
	}
	slices.Sort(prices)
	if n := len(prices); n%2 == 0 {
		return (prices[n/2-1] + prices[n/2]) / 2
	}
	return prices[len(prices)/2]
}

func spreadOf(cs []Close, mid float64) float64 {
	low, high := math.Inf(1), 0.0
	for _, c := range cs {
		low, high = min(low, c.Price), max(high, c.Price)
	}
	return (high - low) / mid
}

func venues(cs []Close) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = c.Venue
	}
	return out
}
