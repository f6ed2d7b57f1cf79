package voice

import (
	"slices"

	"github.com/assaymining/assay/reading/phrase"
)

// A report of a fraud tells of it to its end, where nobody speaks of himself or to the reader.

// press marks the paragraphs of a report of what was done by others, in a text that has nobody who sells.
func (d *doc) press(rows []row) {
	if len(rows) < leastPress || sold(rows) || !d.begins(rows) || !d.impersonal() {
		return
	}
	for first := 0; first < len(rows); {
		end, tells, plan := first, false, false
		for ; end == first || end < len(rows) && rows[end].line == rows[end-1].line+1; end++ {
			tells = tells || d.tells(rows[end])
			plan = plan || d.plan(rows[end])
		}
		for _, r := range rows[first:end] {
			if tells && (!plan || first == 0) {
				d.tell(r, true)
			}
		}
		first = end
	}
}

// impersonal reports a text that offers nothing to the reader: it does not speak to him at all, or tells of
// others more than once.
func (d *doc) impersonal() bool {
	told, personal := 0, false
	for i := range d.clauses {
		c := &d.clauses[i]
		if c.Told || c.Reported || c.calls(anyScam) {
			told++
		} else if c.Has.Any(anyOffered) && c.speaks(anyYouUs) && !d.quotes(c) && !c.Has.Any(anyReporting) {
			return false
		}
		personal = personal || c.speaks(anyYouUs)
	}
	return told >= leastTold || !personal
}

// plan reports a line that nobody is said to have said, with a share that comes again, or what is sure.
func (d *doc) plan(r row) bool {
	return slices.ContainsFunc(d.clauses[r.first:r.end], func(c clause) bool {
		again := slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
			if v.Kind == phrase.Money {
				every, _, _ := d.TimeOf(c.Clause, v)
				return every != ""
			}
			return v.Kind == phrase.Percent
		})
		return !c.Told && !c.Reported && !d.heard(&c) && (again || c.Has.Any(anySure))
	})
}

// tells reports a line that warns, or tells of others.
func (d *doc) tells(r row) bool {
	for i := r.first; i < r.end; i++ {
		if d.clauses[i].Told || d.clauses[i].Reported {
			return true
		}
	}
	return r.warns || d.official(r)
}

// begins reports a text one of whose first lines tells of others, and none before it has a figure of money.
func (d *doc) begins(rows []row) bool {
	for n := 0; n < len(rows) && n < headRows; n++ {
		r := rows[n]
		if d.tells(r) {
			return true
		}
		for i := r.first; i < r.end; i++ {
			if d.clauses[i].priced() && !d.quotes(&d.clauses[i]) {
				return false
			}
		}
	}
	return false
}

// headRows is how many lines the head of a page has, leastPress how many a report, leastTold how many of its
// clauses are known to tell.
const headRows, leastPress, leastTold = 8, 3, 2
