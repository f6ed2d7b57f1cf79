package voice

import (
	"bytes"
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// aroundWarning is how many lines a warning reaches, before and behind it.
const aroundWarning = 3

// surrounded marks lines among warnings, in a text that warns again and again: there must be one
// before and one behind, the line itself counts as both, and nobody who sells between.
func (d *doc) surrounded(rows []row) {
	warnings := 0
	for _, r := range rows {
		if r.warns {
			warnings++
		}
	}
	if warnings < 3 {
		return
	}
	for n, r := range rows {
		before, behind := rows[max(0, n-aroundWarning):n+1], rows[n:min(len(rows), n+aroundWarning+1)]
		told := d.reported(r) && !d.tariff(r) && !sold(before) && !sold(behind)
		if told && warned(before) && warned(behind) {
			d.tell(r, false)
		}
	}
}

// tariff reports a line with a price, a share and a time: a plan that is offered, whatever stands around it.
func (d *doc) tariff(r row) bool {
	var kinds [3]bool
	for _, c := range d.clauses[r.first:r.end] {
		for _, v := range c.Values {
			kinds[0] = kinds[0] || v.Kind == phrase.Money
			kinds[1] = kinds[1] || v.Kind == phrase.Percent
			kinds[2] = kinds[2] || v.Kind == phrase.Span
		}
	}
	return kinds == [3]bool{true, true, true}
}

// carried marks what follows a title that warns or reports: some lines behind each line that warns,
// until somebody sells, but for what is said to the reader.
func (d *doc) carried(rows []row) {
	warnings, officials := d.warnings(rows)
	if warnings == 0 || len(rows) < leastReport {
		return
	}
	signs, left := warnings+officials, 0
	for n, r := range rows {
		begins := d.heads(rows, n)
		title := begins && (signs > 2 || signs == 2 && d.leads(r))
		switch {
		case r.sells:
			left = 0
		case title || left > 0 && (d.alarms(r) || d.clauses[r.first].Told):
			left = carriedRows
		default:
			left--
		}
		if left > 0 && !begins && d.reported(r) {
			d.tell(r, false)
		}
	}
}

// alarms reports a line that warns, or names an authority: a report is made of such.
func (d *doc) alarms(r row) bool { return r.warns || d.official(r) }

// heads reports a line that alarms and stands as a title does: at the start of the text or behind a blank
// line.
func (d *doc) heads(rows []row, n int) bool {
	r := rows[n]
	return d.alarms(r) && (n < titleRows || r.line > rows[n-1].line+1) && d.titled(r)
}

// reported reports a line that has signs of a report itself: others, a source, words that are quoted,
// the past.
func (d *doc) reported(r row) bool {
	return r.warns || slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool {
		return c.official || c.Has.Any(anyReporting) || d.quotes(&c)
	})
}

// titleRows is how many lines at the start of a text say what it is, carriedRows how far a warning is
// carried, leastReport how many lines a report has.
const (
	titleRows   = 3
	carriedRows = 6
	leastReport = 6
)

// warnings counts the lines that warn, and others that name an authority.
func (d *doc) warnings(rows []row) (warnings, officials int) {
	for _, r := range rows {
		switch {
		case r.warns || d.clauses[r.first].Told:
			warnings++
		case d.official(r):
			officials++
		}
	}
	return warnings, officials
}

// titled reports a line of one clause that ends in no full stop.
func (d *doc) titled(r row) bool {
	c := &d.clauses[r.first]
	text := bytes.TrimRight(d.Text[c.From:c.To], " ")
	return r.end == r.first+1 && !bytes.HasSuffix(text, []byte(".")) && !bytes.HasSuffix(text, []byte("。"))
}

// official reports a line that names an authority, and is no sentence of a seller.
func (d *doc) official(r row) bool {
	return !r.sells && slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool {
		return c.official
	})
}
