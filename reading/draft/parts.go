package draft

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading"
)

// counted is what tells the offers of a list apart: each has one of its own.
var counted = []string{"hashrate", "promised_return", "machine", "term"}

// partsOf parts statements into what each offer of a list says and what holds for all.
func partsOf(text string, all []reading.Statement) (shared []reading.Statement, parts [][]reading.Statement) {
	if shared, parts = rowsOf(text, all); len(parts) < 2 {
		shared, parts = cardsOf(all)
	}
	if len(parts) < 2 && !says(all, "price") {
		shared, parts = tiersOf(text, all)
	}
	if len(parts) < 2 {
		return nil, [][]reading.Statement{all}
	}
	return shared, parts
}

// tiersOf takes each of several lines one below the other that has a price of power of its own for an offer
// of hosting: by how many machines, how long, how it is paid.
func tiersOf(text string, all []reading.Statement) (shared []reading.Statement, tiers [][]reading.Statement) {
	last, first := -2, true
	at, line := 0, 0
	lineOf := make([]int, len(all))
	tier := map[int]bool{}
	for i, s := range all {
		line += strings.Count(text[at:max(at, s.From)], "\n")
		at = max(at, s.From)
		lineOf[i] = line
		if s.What != "power_price" {
			continue
		}
		if tier[line] || !first && line != last+1 {
			return nil, nil // two on a line, or apart: one offer that names both
		}
		tier[line], last, first = true, line, false
	}
	for i, s := range all {
		switch {
		case !tier[lineOf[i]]:
			shared = append(shared, s)
		case len(tiers) == 0 || i == 0 || lineOf[i] != lineOf[i-1]:
			tiers = append(tiers, []reading.Statement{s})
		default:
			tiers[len(tiers)-1] = append(tiers[len(tiers)-1], s)
		}
	}
	return shared, tiers
}

// rowsOf takes each line with a price of its own and a hashrate, a return or a machine for an offer.
func rowsOf(text string, all []reading.Statement) (shared []reading.Statement, rows [][]reading.Statement) {
	var row []reading.Statement
	at, line := 0, 0
	close := func() {
		listed := slices.ContainsFunc(counted[:3], func(what string) bool { return says(row, what) })
		if listed && says(row, "price") {
			rows = append(rows, row)
		} else {
			shared = append(shared, row...)
		}
		row = nil
	}
	for _, s := range all {
		n := line + strings.Count(text[at:max(at, s.From)], "\n")
		if n != line && row != nil {
			close()
		}
		at, line = max(at, s.From), n
		row = append(row, s)
	}
	close()
	return shared, rows
}

func says(row []reading.Statement, what string) bool {
	return slices.ContainsFunc(row, func(s reading.Statement) bool { return s.What == what })
}

// cardsOf parts a page of cards, on which each offer takes several lines: as many prices as hashrates (or
// returns, machines, terms), taking turns. A card begins where its first figure does and ends where the
// next begins; the last ends with its last figure of a kind that each card has.
func cardsOf(all []reading.Statement) (shared []reading.Statement, cards [][]reading.Statement) {
	prices := places(all, "price")
	if len(prices) < 2 {
		return nil, nil
	}
	starts := cardStarts(all, prices)
	if starts == nil {
		return nil, nil
	}
	end := cardsEnd(all, starts, prices)
	cards = make([][]reading.Statement, len(prices))
	for i, s := range all {
		k, found := slices.BinarySearch(starts, i)
		if !found {
			k--
		}
		if k < 0 || i > end {
			shared = append(shared, s)
			continue
		}
		cards[k] = append(cards[k], s)
	}
	return shared, cards
}

// cardStarts is where cards begin: at their prices, or at what takes turns with prices and stands first; nil
// where nothing does.
func cardStarts(all []reading.Statement, prices []int) (starts []int) {
	for _, what := range counted {
		own := turns(prices, places(all, what))
		if own != nil && (starts == nil || own[0] < starts[0]) {
			starts = own
		}
	}
	if starts != nil && prices[0] < starts[0] {
		return prices
	}
	return starts
}

// cardsEnd is the last place of what each card says once.
func cardsEnd(all []reading.Statement, starts, prices []int) int {
	last := len(prices) - 1
	repeated := map[string]bool{"price": true}
	for _, what := range counted {
		repeated[what] = turns(prices, places(all, what)) != nil
	}
	end, tried := starts[last], map[string]bool{}
	for i, s := range all {
		if !repeated[s.What] && !tried[s.What] {
			tried[s.What] = true
			repeated[s.What] = alternate(starts, places(all, s.What))
		}
		if repeated[s.What] && (s.What != "price" || i <= prices[last]) {
			end = max(end, i)
		}
	}
	return end
}

// places is where statements of a kind stand in the list; of prices, those that are paid once.
func places(all []reading.Statement, what string) []int {
	var at []int
	for i, s := range all {
		if s.What == what && (what != "price" || !strings.Contains(s.Value, "/")) &&
			!(what == "machine" && strings.HasSuffix(s.Value, "kW")) {
			at = append(at, i)
		}
	}
	return at
}

// turns is the first or the last places that take turns with others: one may stand in the headline too.
func turns(with, all []int) []int {
	n := len(with)
	switch {
	case len(all) < n:
	case alternate(with, all[len(all)-n:]):
		return all[len(all)-n:]
	case alternate(with, all[:n]):
		return all[:n]
	}
	return nil
}

// alternate reports that two lists of places take turns.
func alternate(a, b []int) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	first, second := a, b
	if b[0] < a[0] {
		first, second = b, a
	}
	for i := range first {
		if second[i] < first[i] || i+1 < len(first) && first[i+1] < second[i] {
			return false
		}
	}
	return true
}
