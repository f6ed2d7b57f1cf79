// Package recompute checks a provider from outside: it takes what he publishes of his days and works out
// again what was mined, what that earned, and what each unit was owed.
//
// Provider reads an index, statements, facts, series documents and segments, and returns a Report: what was
// recomputed, each finding with both figures, and what nobody can check from these files. It shares with the
// provider only the formats and the contract's day; his own programs are never linked to it (law 3).
//
// Every file is a stranger's: bounded, and refused with its name and place.
//
// Nothing in it is promised to other modules.
package recompute

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// Files is where a provider publishes: a directory or an address. Names are slash-separated and relative.
type Files interface {
	Open(ctx context.Context, name string) (io.ReadCloser, error)
}

// Chain is a chain of blocks that the auditor trusts: a node of his own, or an explorer.
type Chain interface {
	// Hash is the block at a height.
	Hash(ctx context.Context, height int) (chain.Hash, error)
}

// Rule names what a finding is about.
type Rule string

// The rules of findings.
const (
	RuleHistory   Rule = "history"   // a day is missing, or does not follow the one before it
	RuleFiles     Rule = "files"     // a file is not the one that the statement names
	RuleShares    Rule = "shares"    // shares prove nothing, or stand there twice
	RuleWork      Rule = "work"      // the statement says other work than the shares come to
	RuleRevenue   Rule = "revenue"   // revenue is not what the blocks brought
	ruleChain     Rule = "chain"     // a block is not in the chain
	RuleUnderpaid Rule = "underpaid" // a unit got less than its terms say
	ruleOverpaid  Rule = "overpaid"  // a unit got more: whose money is it?
	RuleFee       Rule = "fee"       // a fee is not what the terms say
	RuleOversold  Rule = "oversold"  // units were sold beyond what is proven
	RuleSums      Rule = "sums"      // parts of a day do not come to its whole
	RuleReserves  Rule = "reserves"  // less is held than is owed
	RuleReceipt   Rule = "receipt"   // a holder's receipt is not in the statement
)

// Finding is one thing that is not as it must be.
type Finding struct {
	Day  units.Date `json:"day"`
	Rule Rule       `json:"rule"`
	Says string     `json:"says"`
}

// Day is what was recomputed of one day.
type Day struct {
	Day       units.Date     `json:"day"`
	Shares    uint64         `json:"shares"`
	Work      string         `json:"work_hashes"`
	Proven    uint64         `json:"proven_h_s"` // over the seven days that end on this one
	Sold      uint64         `json:"sold_h_s"`
	Delivered float64        `json:"delivered"` // metered work over sold work, at most 1
	Revenue   units.MilliSat `json:"revenue_msat"`
	Blocks    int            `json:"blocks"`
	Found     int            `json:"blocks_found"`    // by the day's shares, displaced ones among them
	Expected  float64        `json:"blocks_expected"` // by the difficulty of each share's job
	Units     int64          `json:"units"`
	Paid      units.MilliSat `json:"paid_msat"` // to all units, net
}

// Report is what an outsider can say of a provider.
type Report struct {
	Origin   string    `json:"origin"`
	Days     []Day     `json:"days"`
	Findings []Finding `json:"findings"`
	// Luck of all days together.
	Luck payout.Luck `json:"luck"`
	// BlocksInChain are the stated blocks that the chain has, of those that it was asked for.
	BlocksInChain int `json:"blocks_in_chain"`
	BlocksAsked   int `json:"blocks_asked"`
	// Receipts that hold, of those that were given.
	Receipts      int `json:"receipts"`
	GivenReceipts int `json:"receipts_given"`
	// Key is the public key that days are signed by, "" where there is none; Signed are those that it signed.
	Key        string   `json:"key"`
	Signed     int      `json:"days_signed"`
	NotChecked []string `json:"not_checked"`
}

// Bounds of what is read.
const (
	maxDays     = 4000
	maxFindings = 500
	maxDocument = 1 << 20
	maxSegment  = 128 << 20
)

// Provider recomputes every day that f's index names. receipts are texts that holders were given. The error
// is of a file that cannot be read at all; what a file says wrongly is a finding.
// Blocks are looked for in the chain; nil asks nobody. Signatures are held to a key.
func Provider(
	ctx context.Context, f Files, receipts [][]byte, blocks Chain, by Signed,
) (*Report, error) {
	a := &auditor{
		ctx: ctx, files: f, blocks: blocks,
		nets:   map[units.Date]map[string]units.MilliSat{},
		report: &Report{}, series: map[daybook.Hash]*series{}, seen: &share.Seen{},
		chains: map[uint8]*sequence{}, days: map[units.Date]share.Reading{},
	}
	index, err := a.index()
	if err != nil {
		return nil, err
	}
	a.keys(by)
	statements := map[units.Date]*daybook.Statement{}
	for _, entry := range index.Days {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		s, err := a.day(entry)
		if err != nil {
			return nil, fmt.Errorf("%v: %w", entry.Day, err)
		}
		statements[entry.Day] = s
	}
	a.receipts(receipts, statements)
	found, expected := 0, 0.
	for _, d := range a.report.Days {
		found, expected = found+d.Found, expected+d.Expected
	}
	a.report.Luck = payout.LuckOf(found, expected)
	a.report.NotChecked = a.notChecked()
	return a.report, nil
}

type auditor struct {
	ctx    context.Context
	files  Files
	report *Report
	series map[daybook.Hash]*series
	seen   *share.Seen
	chains map[uint8]*sequence
	days   map[units.Date]share.Reading // grades A and B
	last   *daybook.Statement
	hash   daybook.Hash // of last's text
	units  map[string]int64
	blocks Chain
	by     Signed
	named  bool                                     // by's key was named by who asks
	silent error                                    // of the chain, when it did not answer
	nets   map[units.Date]map[string]units.MilliSat // recomputed, of a unit of each series
}

// series is a series document as it runs from day to day.
type series struct {
	terms *contract.Terms
	state contract.State
	rate  *big.Int // H/s of one unit
}

// sequence is how far a server's segments have come.
type sequence struct {
	next uint64
	sum  [32]byte
}

func (a *auditor) find(day units.Date, rule Rule, format string, args ...any) {
	if len(a.report.Findings) < maxFindings {
		a.report.Findings = append(a.report.Findings, Finding{day, rule, fmt.Sprintf(format, args...)})
	}
}

// read is a whole file of at most limit bytes.
func (a *auditor) read(name string, limit int64) ([]byte, error) {
	r, err := a.files.Open(a.ctx, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(b)) > limit {
		err = fmt.Errorf("more than %d bytes", limit)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return b, nil
}

func (a *auditor) index() (*daybook.Index, error) {
	text, err := a.read(daybook.IndexFile, daybook.MaxSize)
	if err != nil {
		return nil, err
	}
	index, err := daybook.ParseIndex(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", daybook.IndexFile, err)
	}
	if len(index.Days) == 0 {
		return nil, errors.New("no day is published")
	}
	if len(index.Days) > maxDays {
		return nil, fmt.Errorf("%d days, at most %d", len(index.Days), maxDays)
	}
	a.report.Origin = index.Origin
	return index, nil
}

// day recomputes one day.
func (a *auditor) day(entry daybook.Entry) (*daybook.Statement, error) {
	name := daybook.DayFile(entry.Day)
	text, err := a.read(name, daybook.MaxSize)
	if err != nil {
		return nil, err
	}
	s, err := daybook.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	hash := daybook.HashOf(text)
	if hash != entry.Hash {
		a.find(
			entry.Day,
			RuleFiles,
			"%s has the hash %v, and the index names %v",
			name,
			hash,
			entry.Hash,
		)
	}
	a.signed(entry, text)
	a.follows(s, entry)
	facts, err := a.facts(s)
	if err != nil {
		return nil, err
	}
	work, err := a.work(s)
	if err != nil {
		return nil, err
	}
	if err := a.money(s, facts, work); err != nil {
		return nil, err
	}
	a.last, a.hash = s, hash
	return s, nil
}

// follows holds a statement to the one before it.
func (a *auditor) follows(s *daybook.Statement, entry daybook.Entry) {
	switch {
	case s.Day != entry.Day || s.Origin != a.report.Origin:
		a.find(entry.Day, RuleHistory, "the statement is of %s on %v", s.Origin, s.Day)
	case a.last == nil && s.Previous != daybook.Hash{}:
		a.find(s.Day, RuleHistory, "it follows a day that is not published")
	case a.last != nil && s.Day != a.last.Day+1:
		a.find(s.Day, RuleHistory, "it follows %v: days are missing", a.last.Day)
	case a.last != nil && s.Previous != a.hash:
		a.find(
			s.Day,
			RuleHistory,
			"it names another statement of the day before than the one that is published",
		)
	}
	var residue units.MilliSat
	if a.last != nil {
		residue = a.last.Residue
	}
	if s.Carried != residue {
		a.find(
			s.Day,
			RuleSums,
			"%d msat of rounding are carried on, and %d were left the day before",
			s.Carried,
			residue,
		)
	}
}

func (a *auditor) facts(s *daybook.Statement) (*daybook.Facts, error) {
	name := daybook.FactsFile(s.Day)
	text, err := a.read(name, daybook.MaxSize)
	if err != nil {
		return nil, err
	}
	facts, err := daybook.ParseFacts(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if daybook.HashOf(text) != s.Facts || facts.Day != s.Day {
		a.find(s.Day, RuleFiles, "%s is not what the day says it was settled on", name)
	}
	return facts, nil
}

// document is a series' frozen document, read once.
func (a *auditor) document(day units.Date, line *daybook.Series) (*series, error) {
	if s := a.series[line.Document]; s != nil {
		return s, nil
	}
	name := daybook.SeriesFile(line.Name)
	text, err := a.read(name, maxDocument)
	if err != nil {
		return nil, err
	}
	if daybook.HashOf(text) != line.Document {
		a.find(
			day,
			RuleFiles,
			"%s is not the document that the day was settled on: terms were changed",
			name,
		)
	}
	o, _, err := offer.Parse(name, text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	terms, _, err := compile.Offer(o, compile.Options{Uptime: 1})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rate, _ := big.NewFloat(float64(o.Hashrate)).Int(nil)
	s := &series{terms: terms, state: terms.Start(), rate: rate}
	a.series[line.Document] = s
	return s, nil
}

// notChecked says what these files cannot show.
func (a *auditor) notChecked() []string {
	var not []string
	switch {
	case a.blocks == nil:
		not = append(not, "that the blocks are in the chain: no node was asked")
	case a.silent != nil:
		not = append(not, fmt.Sprintf(
			"that every block is in the chain, of which %d of %d were asked for: %v",
			a.report.BlocksInChain, a.report.BlocksAsked, a.silent))
	}
	not = append(not, a.notSigned(len(a.report.Days))...)
	not = append(not,
		"that everybody is shown the same days: there is no public log yet, so two histories cannot be "+
			"excluded",
		"that the coins of each pocket are there: their outputs are not published yet",
		"that the hashrate is the provider's own and not rented",
	)
	if a.report.GivenReceipts == 0 {
		not = append(not, "that no holder is left out: only a holder's own receipt can show that")
	}
	return not
}
