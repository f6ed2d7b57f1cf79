package ledger

import (
	"crypto/sha256"
	"fmt"
	"strconv"

	"github.com/assaymining/assay/units"
)

// Sale is a price that was paid: the part that is escrowed waits in series/prepaid until it is earned, the
// rest is the provider's at once. The order's number makes it one of a kind.
func Sale(order string, day units.Date, series uint32, price, escrowed units.MilliSat) Journal {
	j := Journal{Kind: "sale", Key: order, Day: day}
	if escrowed != 0 {
		j.Postings = append(
			j.Postings,
			Debit(escrow, escrowed),
			Credit(At(SeriesPrepaid, series), escrowed),
		)
	}
	if rest := price - escrowed; rest != 0 || escrowed == 0 {
		j.Postings = append(j.Postings, Debit(operating, rest), Credit(sales, rest))
	}
	return j.from("sale", series, price, escrowed)
}

// Found is a block of the provider's own: its reward belongs to the UTC day of its time, and cannot be spent
// for 100 blocks (consensus, COINBASE_MATURITY).
func Found(block string, day units.Date, reward units.MilliSat) Journal {
	j := Journal{Kind: "found", Key: block, Day: day, Postings: []Posting{
		Debit(immature, reward), Credit(At(revenue, number(day)), reward),
	}}
	return j.from("found", block, reward)
}

// Matured is a found block whose reward can be spent.
func Matured(block string, day units.Date, reward units.MilliSat) Journal {
	j := Journal{Kind: "matured", Key: block, Day: day, Postings: []Posting{
		Debit(mining, reward), Credit(immature, reward),
	}}
	return j.from("matured", block, reward)
}

// Orphaned is a found block that the chain has left: its day earns nothing by it. again counts how often
// this block was left and taken up again.
func Orphaned(block string, again int, day units.Date, reward units.MilliSat) Journal {
	j := Journal{
		Kind:     "orphaned",
		Key:      block + "/" + strconv.Itoa(again),
		Day:      day,
		Corrects: idOf("found", block),
	}
	j.Postings = []Posting{Debit(At(revenue, number(day)), reward), Credit(immature, reward)}
	return j.from("orphaned", block, again, reward)
}

// Restored is an orphaned block that the chain has taken up again.
func Restored(block string, again int, day units.Date, reward units.MilliSat) Journal {
	j := Journal{
		Kind:     "restored",
		Key:      block + "/" + strconv.Itoa(again),
		Day:      day,
		Corrects: idOf("found", block),
	}
	j.Postings = []Posting{Debit(immature, reward), Credit(At(revenue, number(day)), reward)}
	return j.from("restored", block, again, reward)
}

// Earned is the part of a series' escrowed price that a day's delivery has earned; its coins leave escrow.
func Earned(series uint32, day units.Date, amount units.MilliSat) Journal {
	j := Journal{Kind: "earned", Key: fmt.Sprintf("%d/%v", series, day), Day: day, Postings: []Posting{
		Debit(At(SeriesPrepaid, series), amount), Credit(sales, amount),
		Debit(operating, amount), Credit(escrow, amount),
	}}
	return j.from("earned", series, amount)
}

// Ended gives back what of a series' escrowed price was never earned: to each holder by units, the remainder
// to the last; coins move from escrow to those of clients.
func Ended(series uint32, day units.Date, rest units.MilliSat, holders []uint32, unitsOf []uint32) Journal {
	j := Journal{Kind: "series ended", Key: strconv.Itoa(int(series)), Day: day}
	j.Postings = []Posting{
		Debit(At(SeriesPrepaid, series), rest),
		Debit(At(ChainClient, 0), rest), Credit(escrow, rest),
	}
	if len(holders) == 0 || len(holders) != len(unitsOf) {
		panic("ledger: a series with escrow and without holders")
	}
	var all units.MilliSat
	for _, n := range unitsOf {
		all += units.MilliSat(n)
	}
	left := rest
	for i, holder := range holders {
		// rest/all and rest%all apart, so that the product stays in range
		part := rest/all*units.MilliSat(unitsOf[i]) + rest%all*units.MilliSat(unitsOf[i])/all
		left -= part
		j.Postings = append(j.Postings, Credit(At(HolderCash, holder), part))
	}
	j.Postings[len(j.Postings)-1].Amount -= left
	return j.from("series ended", series, rest, holders, unitsOf)
}

// from sets the hash of what a journal was computed from.
func (j Journal) from(what ...any) Journal {
	j.Input = sha256.Sum256(fmt.Appendln(nil, append(what, j.Day)...))
	return j
}

// number is a day as the number of an account.
func number(day units.Date) uint32 {
	if day < 0 || day > MaxNumber {
		panic(fmt.Sprintf("ledger: no account for %v", day))
	}
	return uint32(day)
}

// RevenueOf is the account of a day's revenue.
func RevenueOf(day units.Date) Account { return At(revenue, number(day)) }
