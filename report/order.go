package report

import "slices"

// Order is which sections a medium shows, and one after the other. Sections that it does not name are
// left out. What decides comes first.
type Order []string

// The order of a verdict in each medium. A terminal has no pictures, so that it leaves out what only
// they show (map, fan); a sheet has two pages. A test holds all to the same words.
var (
	onTerminal = Order{"own", "why", "comes", "first", "open", "runoff", "sayno", "report", "lasting",
		"back", "simulated", "bid", "worth", "alternatives", "sizing", "flags",
		"scenarios", "waterfall",
		"breakeven", "taxes", "clauses", "questions", "changes", "assumed", "care", "judged"}
	onPage = Order{"own", "why", "comes", "first", "open", "runoff", "sayno", "report", "lasting",
		"back", "simulated", "bid", "worth", "flags", "signs", "agrees", "unknown",
		"absent", "alternatives", "sizing",
		"scenarios", "waterfall", "payments", "breakeven", "map", "taxes", "clauses", "anchors", "questions",
		"changes", "assumed", "care",
		"terms", "judged", "made"}
	onSheet = Order{
		"own",
		"why",
		"comes",
		"first",
		"open",
		"runoff",
		"sayno",
		"report",
		"lasting",
		"simulated",
		"back",
		"worth",
		"bid",
		"sizing",
		"breakeven",
		"flags",
		"questions",
		"alternatives",
		"scenarios",
		"waterfall",
		"assumed",
		"care",
		"taxes",
		"terms",
		"judged",
		"made",
	}
	flagsOnTerminal = Order{
		"sayno",
		"report",
		"lasting",
		"flags",
		"signs",
		"agrees",
		"runoff",
		"anchors",
		"missing",
		"questions",
		"changes",
	}
)

// The order of an audit. A sheet carries the letter, since it is what is sent on.
var (
	auditOnTerminal = Order{"sum", "owed", "parts", "days", "tests", "provenance", "explained",
		"cannot", "settle", "rows", "letter", "judged"}
	auditOnPage = Order{"owed", "parts", "days", "tests", "provenance", "explained", "cannot", "settle",
		"letter", "rows", "judged"}
	auditOnSheet = Order{"owed", "parts", "explained", "days", "tests", "provenance", "cannot", "settle",
		"rows", "letter", "judged"}
)

// AuditOnTerminal is the order of an audit in a terminal.
func AuditOnTerminal() Order { return auditOnTerminal }

// AuditOnPage is the order of an audit on a page.
func AuditOnPage() Order { return auditOnPage }

// AuditOnSheet is the order of an audit on the sheets that are sent on.
func AuditOnSheet() Order { return auditOnSheet }

// VerdictOnTerminal is the order of a verdict in a terminal.
func VerdictOnTerminal() Order { return onTerminal }

// VerdictOnPage is the order of a verdict on a page.
func VerdictOnPage() Order { return onPage }

// VerdictOnSheet is the order of a verdict on the two sheets that are sent on.
func VerdictOnSheet() Order { return onSheet }

// FlagsOnTerminal is the order of findings alone in a terminal.
func FlagsOnTerminal() Order { return flagsOnTerminal }

// In is a document's sections in an order, what decides before all others; nil: as they are.
func (d *Document) In(o Order) []Section {
	if o == nil {
		return d.Sections
	}
	var out []Section
	for _, key := range d.Deciding {
		if s := d.Section(key); s != nil && slices.Contains(o, key) {
			out = append(out, *s)
		}
	}
	for _, key := range o {
		if s := d.Section(key); s != nil && !slices.Contains(d.Deciding, key) {
			out = append(out, *s)
		}
	}
	return out
}
