package redflag

import (
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/record"
	"github.com/assaymining/assay/redflag/grounds"
)

var recordFor = Rule{
	ID:       "G7_record_for",
	Title:    "The public record holds a fact in the seller's favour",
	Axis:     Trust,
	Severity: Good,
	Needs:    "provider.website",
	Why:      "A listing, a licence or years of operation that somebody else states can be checked.",
	Caution:  "Impostors use good names: it counts only where the site's domain agrees, and it proves no hashrate.",
	Look:     "Where is this firm listed, licensed or audited, under which number?",
	AskIf:    true,
	Judge:    judgeRecordFor,
	Sources:  []cite.Source{read("public record of sellers, to "+record.To, "")},
}

func judgeRecordFor(f grounds.Facts) Answer {
	found := f.Recorded()
	var lines []string
	a := Answer{State: Present}
	for _, e := range found.Events {
		if e.Event.Good() && e.Sure {
			lines = append(lines, e.Date+": "+e.Says)
			a.Sources = append(a.Sources, read(e.Authority+", "+e.Date, e.Source))
		}
	}
	switch {
	case len(lines) > 0:
		a.Says = strings.Join(first(lines, 3), "; ")
		return a
	case len(found.Events) > 0:
		return absent("what is on record of this seller is nothing in its favour")
	}
	return unknown("a listing, a licence or years of operation on record (provider.website)")
}
